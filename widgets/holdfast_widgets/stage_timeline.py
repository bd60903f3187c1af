"""What is done to a young person in seven stages, from both sides, and where an adult can break it."""

from __future__ import annotations

from typing import Any, ClassVar

from holdfast import recording
from holdfast.library import Library
from holdfast.model import Stage
from holdfast.panels import source_flag
from holdfast_widgets._base import HoldfastWidget, composed, library_of


class StageTimeline(HoldfastWidget):
    """The stages in order; at each the learner can open what an adult can do.

    `value` keeps the stages at which the learner broke the chain: each whose text was opened, by its own button or by
    "Open all". Closing hides the text and takes nothing back.

    Example:
        >>> StageTimeline().record_keys
        ('stages',)
    """

    KIND: ClassVar[str] = "stage-timeline"
    PARTS: ClassVar[tuple[str, ...]] = ("stage_timeline",)
    _esm = composed("js", *PARTS)
    _css = composed("css", *PARTS)

    def __init__(self, *, library: Library | None = None) -> None:
        """Show the stages.

        Args:
            library: Where they are; the course's own content unless given.
        """
        content = library_of(library)
        super().__init__("stages", view=view_of(content), records=(recording.STAGES,), library=content)


def view_of(library: Library) -> dict[str, Any]:
    """Return what the browser draws: the stages in the order of the register, with their sources."""
    return {"stages": [_stage(stage, library) for stage in library.stages.values()]}


def _stage(stage: Stage, library: Library) -> dict[str, Any]:
    sources = [library.source(source) for source in stage.sources]
    return {
        "id": stage.id,
        "title": stage.title,
        "lived": stage.lived,
        "done": stage.done,
        "adult": stage.adult,
        "sources": [{"short": source.short + source_flag(source), "url": source.url} for source in sources],
    }
