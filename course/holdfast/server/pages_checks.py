"""The pages of checks that are answered once, of the refresher and of the statements at the end, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup

from holdfast.interface_text import later, say
from holdfast.recording import BOOSTER
from holdfast.server import page_outcome, pages

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.model import Assignment, Revision
    from holdfast.records import Attempt
    from holdfast.server.page_confidence import Statement
    from holdfast.server.pages import Assets
    from holdfast.standing import Journey

REFRESHER = later("Five-minute refresher")
QUESTIONS = later("A few questions")
"""The page of the refresher is that of the practice too which a short pathway needs."""
CONFIDENCE = later("How sure are you now?")

_NEWS = '<div id="hf-news"></div>'
"""Where the page of the refresher, which is the same for everyone, takes in what is new for one learner."""


def render_closed(library: Library, assets: Assets, title: str, why: str, result: str) -> str:
    """Return the page of something that cannot be answered now.

    Args:
        library: The course.
        assets: Where the scripts and styles are.
        title: What it is.
        why: Why it is closed, in one sentence.
        result: The address of the learner's result; empty where there is none.
    """
    return pages.render("closed.html", library, assets, title=title, heading=title, why=why, result=result)


def render_outcome(library: Library, assets: Assets, assignment: Assignment, attempt: Attempt, journey: Journey) -> str:
    """Return what a marked attempt came to."""
    told = page_outcome.outcome(library, assignment, attempt, journey)
    return pages.render("outcome.html", library, assets, title=say("Your answers"), outcome=told)


def render_booster(library: Library, assets: Assets, body_html: str, widgets: Sequence[str]) -> str:
    """Return the page of the refresher. The bytes are the same for every learner."""
    return pages.render(
        "booster.html",
        library,
        assets,
        title=say(QUESTIONS),
        heading=say(QUESTIONS),
        page=BOOSTER,
        body_html=Markup(body_html),  # noqa: S704 - made by our own renderer from our own notebook
        news_place=Markup(_NEWS),  # noqa: S704 - ours
        **pages.hosting(assets, widgets),
    )


def with_news(html: str, news: Sequence[Revision]) -> str:
    """Return the page of the refresher with what is new for one learner."""
    return html.replace(_NEWS, pages.render_part("_news.html", news=news), 1)


def render_confidence(
    library: Library, assets: Assets, statements: Sequence[Statement], xsrf: str, *, thanks: bool
) -> str:
    """Return the statements as a form; `thanks` says that they have just been saved."""
    return pages.render(
        "confidence.html",
        library,
        assets,
        title=say(CONFIDENCE),
        heading=say(CONFIDENCE),
        statements=statements,
        xsrf=xsrf,
        thanks=thanks,
    )
