"""The pages to sign in and out, as HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from holdfast.interface_text import say
from holdfast.server import pages

if TYPE_CHECKING:
    from holdfast.library import Library
    from holdfast.server.pages import Assets


@dataclass(frozen=True, kw_only=True)
class SignIn:
    """What the page to sign in shows. Nothing of it is known before somebody writes it."""

    onward: str  #: where the person wanted to go
    site_code: bool  #: whether newcomers have to know one
    name: str = ""  #: as it was sent
    keep_new: bool = False
    keep_back: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)  #: a sentence by the name of the field


def render_sign_in(library: Library, assets: Assets, asked: SignIn, xsrf: str) -> str:
    """Return the page to sign in."""
    heading = say("Sign in")
    title = say("To be mended: {heading}", heading=heading) if asked.errors else heading
    return pages.render_open("sign-in.html", library, assets, title, heading=heading, asked=asked, xsrf=xsrf)


def render_words(library: Library, assets: Assets, words: Sequence[str], onward: str, xsrf: str) -> str:
    """Return the page of the new three words; without words, the page that says that they have been shown."""
    heading = say("Your three words")
    return pages.render_own(
        "sign-in-words.html", library, assets, heading, heading=heading, words=words, onward=onward, xsrf=xsrf
    )


def render_sign_out(library: Library, assets: Assets, xsrf: str) -> str:
    """Return the page that asks whether to sign out."""
    heading = say("Sign out")
    return pages.render_own("sign-out.html", library, assets, heading, heading=heading, xsrf=xsrf)


def render_signed_out(library: Library, assets: Assets) -> str:
    """Return the page that says that this browser is signed out."""
    heading = say("You are signed out")
    return pages.render_open("signed-out.html", library, assets, heading, heading=heading)
