"""The words of the interface in the course's language: gettext, with the English text as the message's name.

English needs no catalogue. Another language is `locale/<language>/LC_MESSAGES/holdfast.po`, read as it is; a message
it does not have is said in English. Only content is not here: that is written in its own files.
"""

from __future__ import annotations

import gettext
import os
import re
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from holdfast.errors import UserError

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

ENGLISH = "en-GB"
NUMBERS_FOR_BROWSER = 201
"""The browser is told the plural of 0 to 200; every language's rule repeats itself within the last hundred of them."""

_BRACED = re.compile(r"\{(\w+)\}")
_PERCENT = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class _Words:
    language: str = ENGLISH
    translations: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)
    for_browser: dict[str, Any] = field(default_factory=dict)


_now = _Words()


def use(language: str) -> None:
    """Say everything in this language from now on, in this process.

    Raises:
        UserError: There is no catalogue for the language, or it cannot be read.
    """
    global _now  # noqa: PLW0603  (one process serves one course, in one language)
    _now = _Words(language) if is_english(language) else _read(language)


def language() -> str:
    """Return the language in use, as `<html lang>` wants it."""
    return _now.language


def is_english(language: str) -> bool:
    """Return whether the words in the code are of this language already."""
    return language.partition("-")[0].lower() == "en"


def check(language: str) -> None:
    """Make sure that a language can be used, without using it.

    Raises:
        UserError: As in `use`.
    """
    if not is_english(language):
        _read(language)


def say(message: str, /, **values: object) -> str:
    """Return the message in the language in use, with its values in the places of their names."""
    said = _now.translations.gettext(message) if message else ""
    return said.format(**values) if values else said


def say_many(singular: str, plural: str, number: int, /, **values: object) -> str:
    """Return the form of the message that fits the number; the number itself is the value `{number}`."""
    said = _now.translations.ngettext(singular, plural, number)
    return said.format(**{"number": number, **values})


def later(message: str) -> str:
    """Mark a constant as words of the interface. It is said, with `say`, where it is shown."""
    return message


def for_browser() -> dict[str, Any]:
    """Return what the scripts say in the language in use, and which form a number takes; `{}` for English."""
    return _now.for_browser


def folder() -> Path:
    """Return where catalogues are: the folder of the course, or the one a school has set."""
    return Path(os.environ.get("HOLDFAST_LOCALE") or Path(__file__).parent / "locale")


def catalogue_file(language: str) -> Path:
    """Return the file of a language's catalogue."""
    return folder() / language / "LC_MESSAGES" / "holdfast.po"


def _read(language: str) -> _Words:
    from babel.messages.mofile import write_mo

    catalog = _catalog(language)
    compiled = BytesIO()
    try:
        write_mo(compiled, catalog)
        compiled.seek(0)
        translations = gettext.GNUTranslations(compiled)
        rule = [translations.plural(number) for number in range(NUMBERS_FOR_BROWSER)]  # type: ignore[attr-defined]
    except (ValueError, IndexError) as error:
        raise _unreadable(language, str(error)) from error
    messages = {_forms(message.id)[0]: _said(message) for message in catalog if _is_of_a_script(message)}
    return _Words(language, translations, {"messages": messages, "plural": rule})


def _catalog(language: str) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    file = catalogue_file(language)
    if not file.is_file():
        raise UserError(
            f"There is no catalogue of the interface for the language {language!r}: write {file}, set HOLDFAST_LOCALE "
            f"to the folder that has it, or set 'language: {ENGLISH}' in course.yaml."
        )
    try:
        catalog = read_po(BytesIO(file.read_bytes()), locale=language.replace("-", "_"), abort_invalid=True)
    except (OSError, ValueError, PoFileError) as error:
        raise _unreadable(language, str(error)) from error
    for message in catalog:
        if message.id and not message.fuzzy and not _can_be_said(message):
            raise _unreadable(language, f"the gaps of {_forms(message.id)[0]!r} are not those of its translation")
    return catalog


def _can_be_said(message: Message) -> bool:
    """Return whether values can be put into a translation as into its English; templates write a gap as %(name)s."""
    english = "".join(_forms(message.id))
    values = dict.fromkeys((*_BRACED.findall(english), *_PERCENT.findall(english), "number"), 0)
    try:
        for text in _forms(message.string):
            if _BRACED.search(english) or message.pluralizable:
                text.format(**values)
            if _PERCENT.search(english):
                text % values
    except (KeyError, IndexError, ValueError, TypeError):
        return False
    return True


def _unreadable(language: str, why: str) -> UserError:
    reason = " ".join(why.split()).rstrip(".")
    return UserError(f"The catalogue {catalogue_file(language)} cannot be used ({reason}): mend it in a PO editor.")


def _is_of_a_script(message: Message) -> bool:
    translated = bool(message.id) and any(_forms(message.string)) and not message.fuzzy
    return translated and any(file.endswith(".js") for file, _line in message.locations)


def _said(message: Message) -> list[str]:
    """Return the forms of a translation; where one lacks, its English."""
    english = _forms(message.id)
    return [text or english[min(index, len(english) - 1)] for index, text in enumerate(_forms(message.string))]


def _forms(texts: object) -> tuple[str, ...]:
    return tuple(texts) if isinstance(texts, (tuple, list)) else (str(texts),)
