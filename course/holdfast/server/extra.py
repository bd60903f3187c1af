"""What a command adds to the course while it is served: `holdfast classroom` adds a room. Used by the application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from holdfast.server.services import Services


class Extra(Protocol):
    """The added part, as the application uses it."""

    @property
    def home(self) -> str:
        """The path at which whoever opened the link begins."""
        ...

    @property
    def invitation(self) -> str:
        """What the terminal says besides the link."""
        ...

    def handlers(self) -> list[Any]:
        """Return its addresses."""
        ...

    async def close(self) -> None:
        """Finish what was begun; called when the server stops."""
        ...


@dataclass(frozen=True, kw_only=True)
class Addition:
    """How the added part is made: of the parts of the course, the data root, and the address listened at."""

    make: Callable[[Services, Path, str, int], Extra]
    everywhere: bool = False  #: whether it may listen at every address of this computer
