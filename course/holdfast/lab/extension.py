"""A Jupyter server extension: says the link when JupyterLab answers, and leads nbgrader's links to JupyterLab."""

from __future__ import annotations

from typing import Any

from jupyter_server.utils import url_path_join
from tornado.web import RedirectHandler

from holdfast.interface_text import say


def _load_jupyter_server_extension(server: Any) -> None:
    # A formgrader that was opened in a window of its own links to pages of Jupyter's older program.
    base = server.web_app.settings["base_url"]
    place = {"url": url_path_join(base, "/lab/tree/{0}"), "permanent": False}
    pattern = url_path_join(base, "/(?:notebooks|edit|tree)/(.*)")
    server.web_app.add_handlers(".*$", [(pattern, RedirectHandler, place)])


async def _start_jupyter_server_extension(server: Any) -> None:
    address = url_path_join(f"http://{server.ip}:{server.port}", server.default_url)
    words = say("Holdfast lab is ready, for the person who trains, on this computer alone.")
    stops = say("Ctrl-C stops it.")
    print(f"{words}\n\n    {address}?token={server.identity_provider.token}\n\n{stops}", flush=True)  # noqa: T201
