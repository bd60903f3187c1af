"""What stands for ``{school.lead.phone}`` and the like in the texts of the pack, and the slide of local numbers.

Used by `holdfast.kit.texts` and the pack; `holdfast.checks` asks which names there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

from pydantic import BaseModel

from holdfast.interface_text import say
from holdfast.library import Library
from holdfast.model import Course, School
from holdfast.wording import day, nation_name, number

_NAME = re.compile(r"\{((?:school|course|route)\.[a-z0-9.-]*)\}")


class NotTold(Exception):  # noqa: N818  (it says what is so)
    """A text names something that the school has not told of."""


def names(course: Course) -> frozenset[str]:
    """Return every name that can stand in a text of the pack."""
    return frozenset({*_names_of(School, ("school",)), *_course(course)})


def facts(library: Library, school: School) -> Mapping[str, str]:
    """Return what each name stands for; a name that the school has not told of is not there."""
    told = dict(_values_of(school.model_dump(by_alias=True), ("school",)))
    return {**told, "school.nation": nation_name(school.nation), **_course(library.course)}


def named(text: str) -> tuple[str, ...]:
    """Return the names that a text holds, in order."""
    return tuple(_NAME.findall(text))


def filled(text: str, known: Mapping[str, str]) -> str:
    """Return a text with what its names stand for.

    Raises:
        NotTold: One of them is not known.
    """

    def value(found: re.Match[str]) -> str:
        if found[1] not in known:
            raise NotTold(found[1])
        return known[found[1]]

    return _NAME.sub(value, text)


def local_numbers(school: School) -> Mapping[str, str]:
    """Return the local names and numbers in the order to ring them, for a slide."""
    people = [school.lead, school.deputy, *([school.head] if school.head else [])]
    rows: dict[str, str] = {}
    for person in people:
        told = f"{person.name}, {person.phone}. {person.where}"
        rows[person.role] = f"{rows[person.role]}; {told}" if person.role in rows else told  # two may share a title
    rows[say("Nights, weekends, holidays")] = f"{school.out_of_hours.who}, {school.out_of_hours.phone}"
    rows[say("Children’s services")] = f"{school.front_door.name}, {school.front_door.phone}"
    rows[say("Police, no emergency")] = f"{school.police.phone}. {school.police.how}"
    rows[say("Our policy")] = f"{school.policy.title}. {school.policy.where}"
    return rows


def _course(course: Course) -> dict[str, str]:
    return {
        "course.title": course.title,
        "course.version": course.version,
        "course.checked-on": day(course.checked_on),
        **{f"route.{route.id}.minutes": number(route.minutes) for route in course.routes},
    }


def _names_of(model: type[BaseModel], before: tuple[str, ...]) -> Iterator[str]:
    for name, field in model.model_fields.items():
        here = (*before, field.alias or name)
        inner = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        models = [kind for kind in inner if issubclass(kind, BaseModel)]
        if models:
            yield from _names_of(models[0], here)
        else:
            yield _dotted(here)


def _values_of(data: Mapping[str, object], before: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for key, value in data.items():
        here = (*before, key)
        if isinstance(value, Mapping):
            yield from _values_of(value, here)
        elif isinstance(value, date):
            yield _dotted(here), day(value)
        elif value is not None:
            yield _dotted(here), str(value)


def _dotted(keys: tuple[str, ...]) -> str:
    return ".".join(keys).replace("_", "-")
