"""What the start page asks: which way through the course, and in which nation somebody works."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from holdfast import standing
from holdfast.interface_text import later, say
from holdfast.model import Nation, Pathway
from holdfast.panels import minutes_in_words
from holdfast.wording import NATION_NAMES, nation_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.library import Library
    from holdfast.records import Learner

_NO_PATHWAY = later("Choose one of these pathways.")
_NO_NATION = later("Choose one of these nations.")
_NOT_SAID = later("Say whether other people use it.")
_SHARED = later(
    "Then everyone needs a way in of their own. Ask whoever started Holdfast to stop it and to start it again with "
    "--identity named. Nothing has been kept of what you chose here."
)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of several things that can be chosen."""

    value: str
    title: str
    told: str = ""
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What the form of the start page brought."""

    pathway: str
    nation: str
    shared: str = ""  #: whether other people use this computer account: "yes" or "no" where that was asked and said
    skip: bool = False  #: whether the learner did not want to choose


@dataclass(frozen=True, kw_only=True)
class Start:
    """Everything the start page shows."""

    first: bool  #: whether nothing has been chosen before
    pathways: tuple[Choice, ...]
    nations: tuple[Choice, ...]
    shared: tuple[Choice, ...]  #: whether others use this computer account; nothing where that is not asked
    errors: Mapping[str, str] = field(default_factory=dict)  #: a sentence by the name of the field


def start(library: Library, learner: Learner, sent: Sent | None = None, *, local: bool = False) -> Start:
    """Work out the start page.

    Args:
        library: The course.
        learner: Whose start page it is.
        sent: What was sent, where that has to be mended.
        local: Whether whoever uses this computer account is taken for the same learner.
    """
    first = learner.pathway is None
    pathway = sent.pathway if sent else standing.pathway_of(learner.pathway)
    nation = sent.nation if sent else learner.nation or ""
    nations: list[tuple[str, str]] = [(each, nation_name(each)) for each in NATION_NAMES]
    nations.append(("", say("I would rather not say: show me all nations")))
    return Start(
        first=first,
        pathways=tuple(
            Choice(
                value=route.id,
                title=f"{route.title} · {minutes_in_words(route.minutes)}",
                told=route.audience,
                chosen=route.id == pathway,
            )
            for route in library.course.routes
        ),
        nations=tuple(Choice(value=value, title=title, chosen=value == nation) for value, title in nations),
        shared=_shared(sent) if local and first else (),
        errors=problems(library, learner, sent, local=local) if sent else {},
    )


def problems(library: Library, learner: Learner, sent: Sent, *, local: bool) -> Mapping[str, str]:
    """Return what has to be mended, a sentence for each field; takes what `start` takes."""
    found = {}
    if local and learner.pathway is None and sent.shared != "no":
        found["shared"] = say(_SHARED if sent.shared == "yes" else _NOT_SAID)
    if not sent.skip and sent.pathway not in {route.id for route in library.course.routes}:
        found["pathway"] = say(_NO_PATHWAY)
    if sent.nation and sent.nation not in get_args(Nation):
        found["nation"] = say(_NO_NATION)
    return found


def chosen(sent: Sent) -> tuple[Pathway, Nation | Literal[""]]:
    """Return what was chosen, an empty nation for all of them; somebody who skipped takes the way for all staff."""
    nation: Nation | Literal[""] = next((each for each in get_args(Nation) if each == sent.nation), "")
    return standing.DEFAULT_PATHWAY if sent.skip else standing.pathway_of(sent.pathway), nation


def _shared(sent: Sent | None) -> tuple[Choice, ...]:
    answers = {"no": say("No, only I do"), "yes": say("Yes, other people do too")}
    return tuple(
        Choice(value=value, title=title, chosen=sent is not None and sent.shared == value)
        for value, title in answers.items()
    )
