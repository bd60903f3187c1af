"""Modules that need Python while they are read: a stock Voila page with a kernel of its own, kept within limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import nbformat
from jupyter_core.utils import ensure_async
from nbformat import NotebookNode
from voila.handler import VoilaHandler
from voila.notebook_renderer import NotebookRenderer
from voila.paths import STATIC_ROOT, collect_static_paths
from voila.utils import get_page_config, get_voila_labextensions_path

from holdfast.server import live_files, live_socket, notebook_sections
from holdfast.server.notebook_html import TEMPLATES
from holdfast.server.notebook_run import kernel_environment
from holdfast.server.prepared import NotReady, NotThere
from holdfast.server.security import Guarded, PlainError

if TYPE_CHECKING:
    from holdfast.server.app import HoldfastApp

__all__ = ["TEMPLATES"]

EXTENSIONS = ("@voila-dashboards/widgets-manager8", "@jupyter-widgets/jupyterlab-manager", "anywidget")
ALLOWED_MESSAGES = live_socket.ALLOWED_MESSAGES
LARGEST_MESSAGE = live_socket.LARGEST_MESSAGE
IDLE_SECONDS = 600
DEADLINE = 60
"""Seconds a live page may take to be made."""

_AT_ONCE = 2
_PER_LEARNER = 3
_QUEUE_SECONDS = 30.0
_BUSY = "Too many pages of this kind are being opened. Try again in a minute."
_FULL = "You have three live pages open, and that is the limit. Close one of them, then load this page again."
_SLOW = (
    "This page took too long to start. Load it again; if that does not help, tell the person who gave you this course."
)


@dataclass(kw_only=True)
class LiveKernels:
    """The kernels of live pages: whose each one is, and how many may start and run."""

    manager: Any = None
    _owners: dict[str, str] = field(default_factory=dict)
    _starting: set[str] = field(default_factory=set)
    _slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE))

    def belongs(self, kernel_id: str, learner_id: str) -> bool:
        """Return whether the kernel runs and is that learner's."""
        return kernel_id in self.manager and self._owners.get(kernel_id) == learner_id

    async def shut_down(self, kernel_id: str) -> None:
        """End a kernel, if it still runs."""
        self._owners.pop(kernel_id, None)
        if kernel_id in self.manager:
            await ensure_async(self.manager.shutdown_kernel(kernel_id, now=True))

    @asynccontextmanager
    async def started(self, learner_id: str, folder: str, scratch: Path) -> AsyncIterator[str]:
        """Start a kernel for a page that is made meanwhile; an error in there ends the kernel.

        Raises:
            PlainError: The learner has as many as allowed, or too many are starting.
        """
        try:
            async with asyncio.timeout(_QUEUE_SECONDS):
                await self._slots.acquire()
        except TimeoutError:
            raise PlainError(503, _BUSY) from None
        try:
            await self._make_room(learner_id)
            kernel_id = cast(
                "str",
                await self.manager.start_kernel(kernel_name="python3", path=folder, env=kernel_environment(scratch)),
            )
            self._owners[kernel_id] = learner_id
            self._starting.add(kernel_id)
            try:
                yield kernel_id
            except BaseException:
                await self.shut_down(kernel_id)
                raise
            finally:
                self._starting.discard(kernel_id)
        finally:
            self._slots.release()

    async def _make_room(self, learner_id: str) -> None:
        """End the learner's oldest kernel that no page is connected to, when there are as many as allowed."""
        self._owners = {kernel: owner for kernel, owner in self._owners.items() if kernel in self.manager}
        owned = [kernel for kernel, owner in self._owners.items() if owner == learner_id]
        if len(owned) < _PER_LEARNER:
            return
        for kernel_id in owned:
            if kernel_id not in self._starting and not self.manager.kernel_model(kernel_id)["connections"]:
                await self.shut_down(kernel_id)
                return
        raise PlainError(429, _FULL)


class LiveRenderer(NotebookRenderer):
    """Voila's renderer, given the notebook without what is not for learners."""

    async def load_notebook(self, path: str) -> NotebookNode:
        """Read the notebook; not through the contents manager, which signs notebooks and names them in the log."""
        notebook = nbformat.read(Path(self.root_dir) / path, as_version=4)
        return cast("NotebookNode", await self.fix_notebook(notebook_sections.for_learners(notebook)))


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

    @property
    def content_security_policy(self) -> str:
        """The looser policy of live pages."""
        return policy(self.request.headers.get("Host", ""))

    def set_default_headers(self) -> None:
        """Let the page's own requests say where they come from: its farewell to the kernel is a beacon."""
        super().set_default_headers()
        self.set_header("Referrer-Policy", "same-origin")

    async def get(self, module_id: str) -> None:
        """Start a kernel, run the notebook and send the page."""
        services = self.services
        try:
            if not await services.prepared.is_live(module_id):
                self.redirect(f"/modules/{module_id}/")
                return
        except NotThere:
            raise PlainError(404, "There is no such page. Go back to the start of the course.") from None
        except NotReady:
            raise PlainError(503, _BUSY) from None
        renderer = self._renderer(f"{module_id}/{module_id}.ipynb")
        async with services.live.started(self.learner_id, module_id, services.prepared.scratch) as kernel_id:
            html = await self._render(renderer, kernel_id)
        self.xsrf_token  # noqa: B018  (asking for it sets the cookie)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(html)

    async def _render(self, renderer: LiveRenderer, kernel_id: str) -> str:
        try:
            async with asyncio.timeout(DEADLINE):
                await renderer.initialize()
                kernel = self.kernel_manager.get_kernel(kernel_id)
                return cast("str", await renderer.generate_content_str(kernel_id, kernel))
        except TimeoutError:
            raise PlainError(503, _SLOW) from None

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


class KernelModelHandler(Guarded):
    """GET /api/kernels/<id>: what the page's script asks before it connects."""

    kind = "live"
    json_errors = True

    async def get(self, kernel_id: str) -> None:
        """Send the kernel's model to its owner."""
        if not self.services.live.belongs(kernel_id, self.learner_id):
            raise PlainError(404, "This page has ended. Load it again.")
        model = self.kernel_manager.kernel_model(kernel_id)
        self.finish({"id": model["id"], "name": model["name"], "execution_state": model["execution_state"]})


class ShutDownHandler(Guarded):
    """POST /voila/api/shutdown/<id>: the page was closed."""

    kind = "live"
    json_errors = True

    async def post(self, kernel_id: str) -> None:
        """End the kernel, for its owner."""
        if not self.services.live.belongs(kernel_id, self.learner_id):
            raise PlainError(404, "This page has ended.")
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
