"""RES: a number that is printed is the number that is dialled, in every nation."""

from __future__ import annotations

import re
from typing import get_args

from holdfast.checks._rules import Found, Subject, rule
from holdfast.checks._texts import pieces
from holdfast.model import Nation

_SCHEMES = {
    "phone": ("tel:",),
    "relay": ("tel:", "https:"),
    "text": ("sms:",),
    "web": ("https:",),
    "chat": ("https:",),
    "bsl": ("https:",),
    "email": ("mailto:",),
}
_PRINTED = re.compile(
    r"(?<![\d£-])(?:0(?:[ ]?\d){9,10}|0800[ ]?1111|116[ ]?\d{3})(?!\d)"
    r"|(?:(?<=\bcall )|(?<=\bring )|(?<=\bdial )|(?<=\btext ))\d{3,6}\b",
    re.IGNORECASE,
)
"""A number to call: of ten or eleven digits, Childline's, one of 116, or three to six digits after a word for it."""
_UK = re.compile(r"^\+44")


@rule("RES001")
def wrong_target(subject: Subject) -> Found:
    """A channel's target fits its kind: tel: for a phone, sms: for a text, https: for the web, mailto: for email."""
    for resource in subject.library.resources.values():
        for number, channel in enumerate(resource.channels):
            schemes = _SCHEMES[channel.kind]
            if not channel.target.startswith(schemes):
                message = f"{resource.name}: a {channel.kind} channel goes to {' or '.join(schemes)}."
                yield subject.at("resource", resource.id, "channels", number), message


@rule("RES002")
def other_digits(subject: Subject) -> Found:
    """The number that is printed is the number that is dialled."""
    for resource in subject.library.resources.values():
        for number, channel in enumerate(resource.channels):
            dialled = _digits(_UK.sub("0", re.sub(r"^\w+:|\?.*", "", channel.target)))
            printed = _digits(_UK.sub("0", channel.label))
            if channel.target.startswith(("tel:", "sms:")) and (not dialled or dialled not in printed):
                message = f"{resource.name}: prints {channel.label!r} but dials {channel.target!r}."
                yield subject.at("resource", resource.id, "channels", number), message


@rule("RES003")
def no_footer(subject: Subject) -> Found:
    """In every nation the foot of each page names an emergency service and one for young people."""
    for nation in get_args(Nation):
        for group in ("emergency", "young-person"):
            there = [r for r in subject.library.resources.values() if r.footer and nation in r.nations]
            if not any(resource.group == group for resource in there):
                place = (subject.library.folders.content / "resources.yaml", 1)
                yield place, f"No {group} service with `footer: true` covers {nation}."


@rule("RES004")
def no_way_to_reach(subject: Subject) -> Found:
    """Every service has a way to be reached, and a nation."""
    for resource in subject.library.resources.values():
        if not resource.channels or not resource.nations:
            message = f"{resource.name} has no channel or no nation."
            yield subject.at("resource", resource.id), message


@rule("RES005")
def number_of_no_service(subject: Subject) -> Found:
    """Every number that a text tells people to call is that of a service in the register."""
    known = {_digits(channel.label) for entry in subject.library.resources.values() for channel in entry.channels}
    for piece in pieces(subject):
        if piece.kind != "resource":
            for match in _PRINTED.finditer(piece.text):
                if _digits(match.group()) not in known:
                    yield piece.place, f"The number {match.group()!r} is of no service in resources.yaml."


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
