"""Modules that need Python while they are read: a stock Voila page with a kernel of its own, kept within limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import nbformat
from jupyter_core.utils import ensure_async
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode
from voila.execute import strip_code_cell_warnings
from voila.handler import VoilaHandler
from voila.notebook_renderer import NotebookRenderer
from voila.paths import STATIC_ROOT, collect_static_paths
from voila.utils import get_page_config, get_voila_labextensions_path

from holdfast.interface_text import language, later, say
from holdfast.server import live_files, live_socket, notebook_sections, pages
from holdfast.server.live_kernels import LiveKernels, MustWait
from holdfast.server.live_line import NotInLine
from holdfast.server.notebook_html import TEMPLATES
from holdfast.server.prepared import NotReady, NotThere
from holdfast.server.security import Guarded, PlainError

if TYPE_CHECKING:
    from holdfast.server.app import HoldfastApp
    from holdfast.server.services import Services

__all__ = ["TEMPLATES", "LiveKernels"]

EXTENSIONS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget")
ALLOWED_MESSAGES = live_socket.ALLOWED_MESSAGES
LARGEST_MESSAGE = live_socket.LARGEST_MESSAGE
DEADLINE = 60
"""Seconds a live page may take to be made."""

_NOT_THERE = later("There is no such page. Go back to the start of the course.")
_NOT_READY = later("This page is still being made. Load it again in a minute.")
_SLOW = later(
    "This page took too long to start. Load it again; if that does not help, tell the person who gave you this course."
)
_DIED = later(
    "This page stopped while it was being made. Load it again; if that does not help, tell the person who gave you "
    "this course."
)


class LiveRenderer(NotebookRenderer):
    """Voila's renderer, given the notebook without what is not for learners."""

    async def load_notebook(self, path: str) -> NotebookNode:
        """Read the notebook; not through the contents manager, which signs notebooks and names them in the log."""
        notebook = nbformat.read(Path(self.root_dir) / path, as_version=4)
        return cast("NotebookNode", await self.fix_notebook(notebook_sections.for_learners(notebook)))

    async def let_go(self) -> None:
        """Close the connection to the kernel that the page was made over; Voila does so only where all went well."""
        if self.kernel_started:
            await ensure_async(self.executor.kc.stop_channels())

    async def _jinja_cell_generator(self, nb: NotebookNode, kernel_id: str) -> AsyncIterator[NotebookNode]:  # noqa: ARG002
        """Run one cell after the other, until one fails; in place of Voila's, which goes on with a dead kernel."""
        for index, cell in enumerate(nb.cells):
            try:
                await self.executor.execute_cell(cell, None, index, store_history=False)
            except CellExecutionError:
                self.request_handler.log.exception("A cell of a live page failed")
                strip_code_cell_warnings(cell)
                self.executor.strip_code_cell_errors(cell)
                yield cell
                return
            yield cell


def policy(host: str) -> str:
    """Return the Content-Security-Policy of live pages: JupyterLab's script needs more, but still no other host."""
    return (
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://{host}; worker-src 'self' blob:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


class LiveHandler(Guarded, VoilaHandler):
    """GET /live/<module>: the module as a Voila page with its own kernel."""

    kind = "live"
    asks_to_sign_in = True
    _making: asyncio.Task[str] | None = None
    _left = False

    @property
    def content_security_policy(self) -> str:
        """The looser policy of live pages."""
        return policy(self.request.headers.get("Host", ""))

    def set_default_headers(self) -> None:
        """Let the page's own requests say where they come from: its farewell to the kernel is a beacon."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "same-origin")

    async def get(self, module_id: str) -> None:
        """Start a kernel, run the notebook and send the page; or send the visitor to wait."""
        if not await is_live(self.services, module_id):
            self.redirect(f"/modules/{module_id}/")
            return
        self._making = asyncio.create_task(self._make(module_id))
        try:
            html = await self._making
        except MustWait as wait:
            self.redirect(f"/live/{module_id}/waiting?place={wait.ticket}")
            return
        except (asyncio.CancelledError, PlainError):
            if self._left:
                return
            raise
        self.xsrf_token  # noqa: B018  (asking for it sets the cookie)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(html)

    def on_connection_close(self) -> None:
        """Make no page for a visitor who has gone."""
        self._left = True
        if self._making is not None:
            self._making.cancel()

    async def _make(self, module_id: str) -> str:
        services = self.services
        renderer = self._renderer(f"{module_id}/{module_id}.ipynb")
        ticket = self.get_query_argument("place", "")
        async with services.live.started(self.learner_id, ticket, module_id, services.prepared.scratch) as kernel_id:
            try:
                async with asyncio.timeout(DEADLINE) as deadline:
                    await renderer.initialize()
                    kernel = self.kernel_manager.get_kernel(kernel_id)
                    return _in_language(await renderer.generate_content_str(kernel_id, kernel))
            except TimeoutError:
                raise PlainError(503, say(_SLOW)) from None
            except DeadKernelError:  # nbclient says so of a run that was cancelled, too
                raise (PlainError(503, say(_SLOW)) if deadline.expired() else PlainError(500, say(_DIED))) from None
            finally:
                await renderer.let_go()

    def _renderer(self, notebook_path: str) -> LiveRenderer:
        page_config = get_page_config(
            base_url=self.base_url, settings=self.settings, log=self.log, voila_configuration=self.voila_configuration
        )
        return LiveRenderer(
            request_handler=self,
            root_dir=str(self.services.prepared.modules),
            voila_configuration=self.voila_configuration,
            traitlet_config=self.traitlet_config,
            notebook_path=notebook_path,
            template_paths=self.template_paths,
            config_manager=self.config_manager,
            contents_manager=self.contents_manager,
            base_url=self.base_url,
            kernel_spec_manager=self.kernel_spec_manager,
            page_config=page_config,
            mathjax_config="",
            mathjax_url="",
        )


class WaitingHandler(Guarded):
    """GET /live/<module>/waiting: the place in the line; the page's script asks for it again and again."""

    kind = "live"
    asks_to_sign_in = True

    async def get(self, module_id: str) -> None:
        """Say how many are before the visitor, or lead them to their page."""
        services = self.services
        if not await is_live(services, module_id):
            self.redirect(f"/modules/{module_id}/")
            return
        ticket = self.get_query_argument("place", "")
        try:
            ahead = services.live.ahead(ticket)
        except NotInLine:
            self.redirect(f"/live/{module_id}")
            return
        if not ahead:
            self.set_header("Refresh", f"0; url=/live/{module_id}?place={ticket}")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(pages.render_live_waiting(services.library, services.assets, module_id, ticket, ahead))


def _in_language(html: str) -> str:
    """Return a page with its language said: nbconvert knows only languages of two letters."""
    return html.replace('<html lang="en">', f'<html lang="{language()}">', 1)


async def is_live(services: Services, module_id: str) -> bool:
    """Return whether a module is shown live.

    Raises:
        PlainError: There is no such module, or it is not known yet.
    """
    try:
        return await services.prepared.is_live(module_id)
    except NotThere:
        raise PlainError(404, say(_NOT_THERE)) from None
    except NotReady:
        raise PlainError(503, say(_NOT_READY)) from None


class KernelModelHandler(Guarded):
    """GET /api/kernels/<id>: what the page's script asks before it connects."""

    kind = "live"
    json_errors = True

    async def get(self, kernel_id: str) -> None:
        """Send the kernel's model to its owner."""
        if not self.services.live.belongs(kernel_id, self.learner_id):
            raise PlainError(404, say("This page has ended. Load it again."))
        model = self.kernel_manager.kernel_model(kernel_id)
        self.finish({"id": model["id"], "name": model["name"], "execution_state": model["execution_state"]})


class ShutDownHandler(Guarded):
    """POST /voila/api/shutdown/<id>: the page was closed."""

    kind = "live"
    json_errors = True

    async def post(self, kernel_id: str) -> None:
        """End the kernel, for its owner."""
        if not self.services.live.belongs(kernel_id, self.learner_id):
            raise PlainError(404, say("This page has ended."))
        await self.services.live.shut_down(kernel_id)
        self.set_status(204)
        self.finish()


def handlers(app: HoldfastApp, *, module: str, kernel: str) -> list[Any]:
    """Return the handlers of live pages."""
    options = {
        "template_paths": app.template_paths,
        "config": app.config,
        "voila_configuration": app.voila_configuration,
    }
    static = [Path(each) for each in (*collect_static_paths(["voila", "nbconvert"], "lab"), STATIC_ROOT)]
    extensions = [Path(each) for each in get_voila_labextensions_path()]
    return [
        (rf"/live/{module}/?", LiveHandler, options),
        (rf"/live/{module}/waiting", WaitingHandler),
        (rf"/api/kernels/{kernel}", KernelModelHandler),
        (rf"/api/kernels/{kernel}/channels", live_socket.LiveSocket),
        (rf"/voila/api/shutdown/{kernel}", ShutDownHandler),
        (r"/voila/static/(.+)", live_files.LiveFile, {"roots": static}),
        (r"/voila/templates/lab/static/(.+)", live_files.LiveFile, {"roots": static}),
        *(
            (
                rf"/voila/labextensions/{name}/static/(.+)",
                live_files.LiveFile,
                {"roots": [r / name / "static" for r in extensions]},
            )
            for name in EXTENSIONS
        ),
        (r"/voila/api/themes/(.+)", live_files.LiveFile, {"roots": [Path(app.themes_dir)]}),
    ]
