"""The application: Voila with our own list of handlers, one learner, and an end that leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import webbrowser
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from tornado.web import Application
from traitlets.config import Config
from voila.app import Voila
from voila.configuration import VoilaConfiguration

from holdfast import interface_text, keeping, library, paths
from holdfast.classroom.store import wipe_abandoned
from holdfast.errors import UserError
from holdfast.nbgrader_bridge import Worker, prepare_course
from holdfast.server import data_root, front, listening, live, releasing, routes, scratch, security
from holdfast.server.addresses import EVERY, Hosts
from holdfast.server.assets import Assets
from holdfast.server.extra import Addition
from holdfast.server.identity import CourseIdentity, OnlyLearners, Surroundings
from holdfast.server.identity_local import LocalIdentity
from holdfast.server.identity_named import SHORTEST_SITE_CODE, NamedIdentity
from holdfast.server.notebook_run import ThisPython, transport
from holdfast.server.page_store import PageStore
from holdfast.server.page_upkeep import Upkeep
from holdfast.server.people import People
from holdfast.server.prepared import Prepared
from holdfast.server.services import Services, Store
from holdfast.server.submitting import Desk
from holdfast.server.watching import Sources
from holdfast.startup import loading

IDENTITIES: dict[str, type[CourseIdentity]] = {"local": LocalIdentity, "named": NamedIdentity}


def serve(
    ip: str,
    port: int,
    open_browser: bool,
    data: Path | None,
    identity: str,
    modules: Path | None,
    site_code: str = "",
    addition: Addition | None = None,
) -> None:
    """Serve the course until it is told to stop (Ctrl-C, SIGTERM).

    Args:
        ip: Address to listen on.
        port: Port to listen on; a taken one is an error.
        open_browser: Whether to open the link in a browser.
        data: The data root; None takes the default one.
        identity: How a learner is known, by its name in `IDENTITIES`.
        modules: A folder of notebooks in place of the course's own.
        site_code: What newcomers have to know, where people sign in; empty for nothing.
        addition: What is served besides.

    Raises:
        UserError: Something a person can mend stands in the way; the text says what.
    """
    if not (addition and addition.everywhere and ip == EVERY):
        listening.refuse_every_address(ip)
    _refuse_site_code(site_code, IDENTITIES[identity])
    root = (data or paths.default_data_root()).expanduser().absolute()
    folders = paths.course_folders()
    if modules is not None:
        folders = replace(folders, modules=modules.absolute())
    with ExitStack() as stack:
        # What learners did is for this account only, nbgrader's copies of it included: others may use this computer.
        stack.callback(os.umask, os.umask(0o077))
        lock = data_root.claim(root)
        stack.callback(lock.release)
        keeping.settle(root)
        wipe_abandoned(root)
        sockets = listening.bind(ip, port)
        for each in sockets:
            stack.callback(each.close)
        with loading():
            content = library.load(folders)
        interface_text.use(content.course.language)
        prepare_course(root, folders)
        store = Store(root / "records.db")
        stack.callback(store.close)
        folder = scratch.make(root)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        app = HoldfastApp.instance(config=_configuration(folder), ip=ip, port=port, open_browser=open_browser)
        stack.callback(HoldfastApp.clear_instance)
        app.identity_provider_class, app.site_code = IDENTITIES[identity], site_code
        app.prepare(content=content, root=root, store=store, scratch=folder, sockets=sockets)
        if addition is not None:
            app.services.extra = addition.make(app.services, root, ip, port)
        app.start()


class HoldfastApp(Voila):
    """Voila's application without its tree, its files, its overrides and its search for configuration files."""

    name = "voila"  # Voila's own parts look themselves up under this name
    identity_provider_class: type[CourseIdentity] = LocalIdentity
    authorizer_class = OnlyLearners
    site_code: str = ""

    def prepare(
        self, *, content: library.Library, root: Path, store: Store, scratch: Path, sockets: list[socket.socket]
    ) -> None:
        """Take the parts and make those that need the application. In place of Voila's `initialize`."""
        self._sockets = sockets
        self._worker = Worker(root)
        self.root_dir = str(content.folders.modules)
        self.connection_dir = str(scratch)
        self.cookie_secret = data_root.cookie_secret(root)
        assets = Assets()
        self.config.VoilaConfiguration.resources = {
            "say": assets.url("say.js"),
            "furniture": assets.url("furniture.js"),
            "icon": assets.url("icon.svg"),
            "said": interface_text.say,
            "words_for_browser": interface_text.for_browser,
        }
        self.voila_configuration = VoilaConfiguration(parent=self)
        self.setup_template_dirs()
        self.services = Services(
            library=content,
            assets=assets,
            store=store,
            people=People(store),
            desk=Desk(library=content, store=store, worker=self._worker, data_root=root, log=self.log),
            prepared=Prepared(
                library=content,
                assets=assets,
                modules=content.folders.modules,
                release=root / "release",
                scratch=scratch,
                log=self.log,
            ),
            live=live.LiveKernels(),
        )

    def setup_template_dirs(self) -> None:
        """Put our live template before Voila's."""
        super().setup_template_dirs()
        voilas: list[str] = self.template_paths  # type: ignore[has-type]
        self.template_paths = [str(live.TEMPLATES), *voilas]

    def init_settings(self) -> dict[str, Any]:
        """Return Voila's settings with ours over them."""
        settings: dict[str, Any] = super().init_settings()
        self.identity_provider.begin(
            Surroundings(
                store=self.services.store,
                people=self.services.people,
                data_root=self.services.desk.data_root,
                secret=self.cookie_secret,
                site_code=self.site_code,
            )
        )
        self.identity_provider.cookie_name = f"holdfast-{self.port}"
        self.kernel_manager.allowed_message_types = list(live.ALLOWED_MESSAGES)
        self.services.live.manager = self.kernel_manager
        return settings | {
            "holdfast": self.services,
            "allowed_hosts": Hosts(self.port) if self.ip == EVERY else security.allowed_hosts(self.ip, self.port),
            "allow_remote_access": False,
            "xsrf_cookies": True,
            "xsrf_cookie_kwargs": {"samesite": "Strict", "path": "/"},
            "websocket_max_message_size": live.LARGEST_MESSAGE,
            "log_function": security.log_request,
            "default_handler_class": routes.NothingHere,
            "serve_traceback": False,
            "ws_ping_timeout": 29_000,
        }

    def init_handlers(self) -> list[Any]:
        """Return the whole list of handlers."""
        extra = self.services.extra
        return routes.handlers(self) + (extra.handlers() if extra is not None else [])

    def start(self) -> None:
        """Serve until told to stop."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        settings = self.init_settings()  # first: who lets people in has handlers of its own
        self.app = Application(self.init_handlers(), **settings)
        stop = asyncio.Event()
        _on_signals(stop)
        server = front.Front(self.app, front.bounds())
        server.add_sockets(self._sockets)
        released = releasing.release(self._worker, self.services.library)
        upkeep = Upkeep(
            prepared=self.services.prepared,
            store=PageStore(self.services.desk.data_root / "pages"),
            sources=Sources.of(self.services.library.folders),
            released=released,
            take_library=self.services.use,
        )
        preparing = asyncio.create_task(upkeep.keep_ready())
        await self.services.desk.resume(released)
        self._say_link()
        try:
            await stop.wait()
        finally:
            self.log.info("Stopping.")
            server.stop()
            upkeep.stop()
            preparing.cancel()
            await asyncio.gather(preparing, return_exceptions=True)
            if self.services.extra is not None:
                await self.services.extra.close()
            await self.services.desk.stop()
            await self.services.live.end_all()
            await server.close_all_connections()
            self.identity_provider.end()
            await asyncio.to_thread(self._worker.stop)

    @property
    def link(self) -> str:
        """The link at which people come in."""
        host = "127.0.0.1" if self.ip == EVERY else f"[{self.ip}]" if ":" in self.ip else self.ip
        return f"http://{host}:{self.port}{self.identity_provider.entrance}"

    def _say_link(self) -> None:
        invitation = self.identity_provider.invitation
        more = f"{self.services.extra.invitation}\n\n" if self.services.extra is not None else ""
        words = f"Holdfast is ready. {invitation}\n\n    {self.link}\n\n{more}Ctrl-C stops it."
        print(words, flush=True)  # noqa: T201 - the link is the answer to the command
        if self.open_browser:
            with suppress(webbrowser.Error):
                asyncio.get_running_loop().run_in_executor(None, webbrowser.open, self.link)


def _configuration(scratch: Path) -> Config:
    """Return what is fixed about Voila and its kernels; no file can change it."""
    config = Config()
    config.VoilaConfiguration.template = "lab"
    config.VoilaConfiguration.theme = "light"
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.strip_sources = True
    config.VoilaConfiguration.file_allowlist = []
    config.VoilaConfiguration.extension_allowlist = list(live.EXTENSIONS)
    config.VoilaConfiguration.kernel_spec_manager_class = ThisPython
    config.VoilaExecutor.cell_error_instruction = "The reason is printed where Holdfast was started."
    config.VoilaExecutor.timeout = live.DEADLINE
    config.KernelManager.transport = transport(scratch)
    config.KernelManager.autorestart = False  # a kernel that died is said to be dead, not replaced by an empty one
    config.MappingKernelManager.buffer_offline_messages = True
    return config


def _refuse_site_code(code: str, identity: type[CourseIdentity]) -> None:
    if code and not identity.signs_in:
        raise UserError("A site code is for people who sign in: add --identity named, or leave --site-code out.")
    if code and (len(code) < SHORTEST_SITE_CODE or not code.isprintable() or code != code.strip()):
        raise UserError(f"A site code needs {SHORTEST_SITE_CODE} letters or more, and no space around them.")


def _on_signals(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(each, stop.set)
        except NotImplementedError:  # Windows
            signal.signal(each, lambda *_: loop.call_soon_threadsafe(stop.set))
