"""Keeps the pages ready: takes those that were kept, makes the others, and makes again what has changed."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from holdfast.errors import UserError
from holdfast.interface_text import later, say
from holdfast.library import Library
from holdfast.server import notebook_run, page_making, pages, watching
from holdfast.server.page_store import Kept, PageStore
from holdfast.server.prepared import Notebook, Prepared
from holdfast.server.watching import Sources, Stamps

_PARTS_TOLD = 4
"""How often the terminal says how far it is, on the way to all pages."""
_MISSING = {
    "module": later("The notebook of this module is missing. The other pages are not affected."),
    "check": later("The notebook of this check is missing. The other pages are not affected."),
    "booster": later("The notebook of the refresher is missing. The other pages are not affected."),
}
_NOT_RUN = {
    "module": later(
        "The notebook of this module could not be run. The reason is printed where Holdfast was started. "
        "The other pages are not affected."
    ),
    "check": later(
        "The notebook of this check could not be run. The reason is printed where Holdfast was started. "
        "The other pages are not affected."
    ),
    "booster": later(
        "The notebook of the refresher could not be run. The reason is printed where Holdfast was started. "
        "The other pages are not affected."
    ),
}
_NO_PART = later("The notebook of this module has no such part. The other pages are not affected.")


@dataclass(kw_only=True)
class Upkeep:
    """Makes pages, one notebook after the other; what is asked for comes first."""

    prepared: Prepared
    store: PageStore
    sources: Sources
    released: Mapping[str, asyncio.Future[tuple[str, ...]]]
    """For each assignment what is done when nbgrader's release version is there; the pages of checks wait for it."""
    take_library: Callable[[Library], None]
    """Called with the content after it was read again."""

    def __post_init__(self) -> None:
        self._log = self.prepared.log
        self._stopped = False
        self._frozen = False
        self._seen = self._keyed = self.sources.stamps()
        self._digest = self.sources.digest()
        self._stale = pages.is_stale(self.prepared.library)

    async def keep_ready(self) -> None:
        """Make the pages, and make again what has changed, until it is cancelled."""
        await self.make_all()
        last = self._look()
        while not self._stopped:
            await asyncio.sleep(watching.PAUSE)
            now = await asyncio.to_thread(self._look)
            if now == last:  # it stands still: nobody is in the middle of writing
                await self._follow(*now)
            last = now

    async def make_all(self) -> None:
        """Take the pages that were kept and make the others; one that fails does not stop the others."""
        self._take_kept()
        await self._make_waiting()
        if not self._stopped:
            self._say_end()

    def stop(self) -> None:
        """Begin no further page; what is being made may be cancelled."""
        self.prepared.waiting.clear()
        self._stopped = True

    # --- what pages are made from

    def _key(self, name: str) -> str:
        """Return the key of all that the pages of a notebook are made from."""
        try:
            body = self.prepared.notebooks[name].file.read_bytes()
        except OSError:
            body = b""
        return hashlib.sha256(f"{self._digest} {name} {self._stale} ".encode() + body).hexdigest()[:32]

    def _look(self) -> tuple[Stamps, dict[str, Stamps], bool]:
        """Return the stamps of all sources and of each notebook, and whether the course has become old."""
        notebooks = {name: watching.stamps(notebook.file) for name, notebook in self.prepared.notebooks.items()}
        return self.sources.stamps(), notebooks, pages.is_stale(self.prepared.library)

    async def _follow(self, sources: Stamps, notebooks: dict[str, Stamps], stale: bool) -> None:
        """Make again what is not made from what is there now."""
        changed = watching.changed(self._seen, sources)
        self._seen = sources
        program = sorted(file.name for file in changed if watching.is_program(file))
        if program:
            self._frozen = True
            self._log.warning("The program has changed (%s): stop Holdfast and start it again.", program[0])
        if len(changed) > len(program):
            await self._read_again()
        if stale != self._stale:
            self._stale = stale
            self.prepared.waiting = list(self.prepared.notebooks)
        for name, notebook in self.prepared.notebooks.items():
            if notebook.stamps != notebooks.get(name, notebook.stamps) and name not in self.prepared.waiting:
                self.prepared.waiting.append(name)
        if self.prepared.waiting:
            made = self._take_kept() + await self._make_waiting()
            if made:
                self._log.info("Made again: %s.", ", ".join(made))

    async def _read_again(self) -> None:
        """Read content, styles and scripts again; content that cannot be used leaves everything as it was."""
        stamps, digest = self.sources.stamps(), self.sources.digest()
        try:
            content = await watching.read_again(self.prepared.library)
        except UserError as error:
            first, *more = str(error).splitlines()
            also = f" The command holdfast check shows {len(more)} more." if more else ""
            self._log.error("%s%s The pages stay as they are.", first, also)
            return
        self._seen = self._keyed = stamps
        self._digest = digest
        self.prepared.assets.read()
        self.prepared.take(content)
        self.take_library(content)

    # --- pages

    def _take_kept(self) -> list[str]:
        """Show what was kept of the notebooks that wait, and return which those are."""
        taken = [name for name in self.prepared.waiting if self._take(name)]
        self.prepared.waiting = [name for name in self.prepared.waiting if name not in taken]
        return taken

    def _take(self, name: str) -> bool:
        """Show what was kept of a notebook as it is now, and return whether there was any."""
        notebook = self.prepared.notebooks[name]
        notebook.stamps = watching.stamps(notebook.file)
        kept = None if self._frozen else self.store.load(name, self._key(name))
        if kept is not None:
            self._show(notebook, kept)
        return kept is not None

    async def _make_waiting(self) -> list[str]:
        """Make all pages that wait, saying how far it is, and return of which notebooks they could be made."""
        made = []
        runner = notebook_run.Runner(self.prepared.scratch, self._log)
        told, total = self.prepared.count()
        try:
            while (name := await self._next()) is not None:
                if await self._prepare(name, runner):
                    made.append(name)
                ready, total = self.prepared.count()
                if self.prepared.waiting and ready - told >= total / _PARTS_TOLD:
                    self._log.info("%d of %d pages are ready.", ready, total)
                    told = ready
        finally:
            await runner.close()
        self.store.tidy(self.prepared.notebooks)
        return made

    def _say_end(self) -> None:
        ready, total = self.prepared.count()
        if ready == total:
            self._log.info("All pages are ready.")
        else:
            self._log.info("%d of %d pages are ready. Why the others are not is said above.", ready, total)

    async def _next(self) -> str | None:
        """Return what is made next: the first that waits and can be made. A check needs its notebook released."""
        while self.prepared.waiting:
            waits_for = {name: self.released.get(name) for name in self.prepared.waiting}
            for name, release in waits_for.items():
                if release is None or release.done():
                    self.prepared.waiting.remove(name)
                    return name
            releases = {release for release in waits_for.values() if release is not None}
            await asyncio.wait(releases, return_when=asyncio.FIRST_COMPLETED)
        return None

    async def _prepare(self, name: str, runner: notebook_run.Runner) -> bool:
        prepared, notebook = self.prepared, self.prepared.notebooks[name]
        if notebook.kind == "check" and self._take(name):  # its notebook has come only now
            return True
        notebook.stamps = watching.stamps(notebook.file)
        key = self._key(name)
        making = page_making.Making(library=prepared.library, assets=prepared.assets, runner=runner, log=self._log)
        try:
            made = await making.of(notebook.kind)(name, notebook.file)
        except Exception as error:  # noqa: BLE001 - whatever it is, the other notebooks go on
            if self._stopped:  # nbclient turns a cancelled run into a kernel that died
                return False
            self._fail(notebook, error)
            notebook.done.set()
            return False
        await self._finish(name, key, made)
        return True

    def _fail(self, notebook: Notebook, error: Exception) -> None:
        """Say what is wrong: to the author in the terminal, to learners only where there is no page from before."""
        said = page_making.sentence(error, notebook.file)
        stay = " The pages that were made before stay." if notebook.pages else ""
        if said is None:
            self._log.error("The notebook %s could not be run.%s", notebook.file, stay, exc_info=error)
        else:
            self._log.error("%s%s", said, stay)
        wrong = _MISSING if isinstance(error, FileNotFoundError) else _NOT_RUN
        notebook.reason = say(wrong[notebook.kind])

    async def _finish(self, name: str, key: str, made: page_making.Made) -> None:
        """Show what was made, and keep it when it is whole and nothing has changed under it."""
        notebook = self.prepared.notebooks[name]
        packed = {part: gzip.compress(html.encode(), mtime=0) for part, html in made.pages.items()}
        kept = Kept(live=made.live, pages=packed, assets=made.assets)
        if made.problems:
            for problem in made.problems:
                self._log.error("%s", problem)
            before = {part: page.packed for part, page in notebook.pages.items()}
            whole = Kept(pages=before | packed, assets=made.assets)
            self._show(notebook, whole, say(_NO_PART))
            return
        self._show(notebook, kept)
        same = self.sources.stamps() == self._keyed and watching.stamps(notebook.file) == notebook.stamps
        if same and not self._frozen:
            await self._save(name, key, kept)

    def _show(self, notebook: Notebook, kept: Kept, reason: str = "") -> None:
        for file, body in kept.assets.items():
            self.prepared.assets.add(file, body)
        notebook.show(kept, reason)

    async def _save(self, name: str, key: str, kept: Kept) -> None:
        try:
            await asyncio.to_thread(self.store.save, name, key, kept)
        except OSError as error:
            why = error.strerror or error
            self._log.warning("The pages of %s are not kept for the next start (%s).", name, why)
