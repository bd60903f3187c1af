"""What a school says of itself in its ``school.yaml``: the people, numbers and places that its session pack prints.

The values are the school's own and go to paper as they are. Numbers are checked as numbers that somebody in the UK can
ring; a mistyped one would be found out on the worst day. `holdfast.kit.school` reads the file.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from holdfast.model.common import Closed, Nation

EXAMPLE_NAME = "Example school"
"""The only school whose numbers may be those set aside for examples."""

_EXTENSION = re.compile(r",?\s*(?:ext\.?|extension)\s*\d{1,6}$", re.IGNORECASE)
_SIGNS = re.compile(r"[\d\s()-]+")
_RINGS = re.compile(r"0(?:1\d{8,9}|2\d{9}|3\d{9}|5[56]\d{8}|7[1-9]\d{8}|800\d{6,7}|8[0-7]\d{8})")
_FOR_EXAMPLES = re.compile(
    r"01632960\d{3}|07700900\d{3}|02079460\d{3}|0(?:11[3-8]|1[2-6]1)4960\d{3}|01914980\d{3}|02896496\d{3}|02920180\d{3}"
    r"|08081570\d{3}|03069990\d{3}"
)
_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_PAGE = re.compile(r"https://[^\s<>\"]+")
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn"}


def digits(number: str) -> str:
    """Return a telephone number as it is dialled within the UK: digits alone, without an extension."""
    bare = _EXTENSION.sub("", number.strip())
    bare = re.sub(r"^(?:\+|00)44\s*(?:\(0\))?\s*0?", "0", bare)
    return re.sub(r"\D", "", bare) if _SIGNS.fullmatch(bare) else ""


def for_examples(number: str) -> bool:
    """Return whether a number is one of those set aside for examples and films, which nobody answers."""
    return bool(_FOR_EXAMPLES.fullmatch(digits(number)))


def _has_unseen(value: str) -> bool:
    return any(unicodedata.category(sign) in _UNSEEN for sign in value)


def _one_line(value: str) -> str:
    if _has_unseen(value):
        raise ValueError("It holds a line break or a sign that cannot be seen; write it as one line")
    if not value.strip():
        raise ValueError("It is empty; fill it in")
    if "@" in value:
        raise ValueError("An e-mail address does not belong here, because telling is by voice; give a phone number")
    return " ".join(value.split())


def _quoted(value: object) -> object:
    """Refuse a number that YAML has read as a number: its first nought is lost already."""
    numeric = isinstance(value, int | float) and not isinstance(value, bool)
    if numeric:
        raise ValueError('Put the number in quotes, so that its first nought is kept: "01632 960 001"')
    return value


def _can_be_rung(value: str) -> str:
    if not _RINGS.fullmatch(digits(value)):
        raise ValueError("That is no number that can be rung in the UK; check its digits")
    return value


def _police_number(value: str) -> str:
    return value if digits(value) == "101" else _can_be_rung(value)


def _of_the_clock(value: str) -> str:
    if not _CLOCK.fullmatch(value):
        raise ValueError('Write the hour as in "09:00" or "15:45"')
    return value


def _address(value: str) -> str:
    if not _PAGE.fullmatch(value) or _has_unseen(value):
        raise ValueError("Write the whole address of a page, beginning with https://")
    return value


Line = Annotated[str, Field(max_length=120), AfterValidator(_one_line)]
Phone = Annotated[
    str, BeforeValidator(_quoted), Field(max_length=40), AfterValidator(_one_line), AfterValidator(_can_be_rung)
]
PolicePhone = Annotated[
    str, BeforeValidator(_quoted), Field(max_length=40), AfterValidator(_one_line), AfterValidator(_police_number)
]
Clock = Annotated[str, BeforeValidator(_quoted), AfterValidator(_of_the_clock)]


class Person(Closed):
    """Somebody to go to."""

    role: Line  #: the title they have in the school
    name: Line
    phone: Phone
    where: Line  #: where they are found in the building


class OnCall(Closed):
    """Who answers when the school is closed."""

    who: Line  #: a name or a role
    phone: Phone


class FrontDoor(Closed):
    """Children's services, as the school's own area calls them."""

    name: Line
    phone: Phone
    out_of_hours: Phone | None = None


class Police(Closed):
    """How police take a report that is no emergency."""

    how: Line  #: whom to ask for, or how else they take it; it is printed after the number
    phone: PolicePhone


class Policy(Closed):
    """The school's own safeguarding policy."""

    title: Line
    where: Line  #: where staff find it


class Session(Closed):
    """The session itself."""

    start: Clock
    place: Line
    second_adult: Line  #: who watches the room and the door
    trainer: Line | None = None
    day: date | None = Field(default=None, alias="date")
    people: Annotated[int, Field(ge=1, le=5000)] | None = None  #: how many are expected


class School(Closed):
    """One school or college."""

    name: Line
    nation: Nation
    lead: Person
    deputy: Person
    out_of_hours: OnCall
    front_door: FrontDoor
    police: Police
    policy: Policy
    alert_cover: Line  #: who reads the alerts of filtering and monitoring, and when
    quiet_room: Line
    session: Session
    head: Person | None = None
    logo: Annotated[str, Field(min_length=1, max_length=200)] | None = None  #: a file beside ``school.yaml``
    network_manager: OnCall | None = None
    data_protection: OnCall | None = None
    limit_minutes: Annotated[int, Field(ge=1, le=60)] | None = None  #: after which staff ring somebody else
    help_page: Annotated[str, Field(max_length=200), AfterValidator(_address)] | None = None  #: for a code to scan
    translations: Line | None = None  #: where families find the parent page in other languages

    @property
    def is_example(self) -> bool:
        """Whether this is the example, whose people and numbers nobody answers."""
        return self.name == EXAMPLE_NAME
