"""The catalogue template of the interface: every message in the sources, for a translator's editor to begin from.

`holdfast generate` writes it to ``locale/holdfast.pot``. It holds no date, no line number and no path of a machine, so
the same sources give the same bytes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

import holdfast

PACKAGES = ("holdfast", "holdfast_widgets")
PYTHON_CALLS = {"say": 1, "later": 1, "say_many": 2}
"""The functions that hold a message, with the number of its forms."""
SCRIPT_CALLS = {"say": 1, "sayMany": 2}
TEMPLATE_CALLS = {"gettext": 1, "ngettext": 2, "say": 1}

_WIDTH = 120
_HEADER = """\
# The words of the interface of Holdfast. Message names are the English text.
# `holdfast generate` writes this file; a translation is <language>/LC_MESSAGES/holdfast.po beside it.
# A gap such as {name} or %(name)s, and every HTML tag, stays as it is.
#"""
_TEMPLATES = {"trimmed": "true", "silent": "false"}
_ABOUT = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"""
# How each kind of file is read beside Python: babel's extractor, the calls that hold a message, and its options.
_KINDS: dict[str, tuple[str, dict[str, int], dict[str, Any]]] = {
    ".js": ("javascript", SCRIPT_CALLS, {"parse_template_string": True}),
    ".html": ("jinja2.ext:babel_extract", TEMPLATE_CALLS, _TEMPLATES),
    ".j2": ("jinja2.ext:babel_extract", TEMPLATE_CALLS, _TEMPLATES),
}


def path() -> Path:
    """Return where the template is: with the package, wherever a school keeps its translations."""
    return Path(holdfast.__file__).parent / "locale" / "holdfast.pot"


@cache
def template() -> str:
    """Return the text of the template, as the sources are; read once, since they are what this process runs."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    catalog = Catalog(project="Holdfast", header_comment=_HEADER, charset="utf-8")
    for name, file in sources():
        for message in _messages(file):
            catalog.add(message, locations=[(name, 1)])
    out = BytesIO()
    write_po(out, catalog, width=_WIDTH, sort_output=True, include_lineno=False, omit_header=True)
    return f"{_HEADER}\n{_ABOUT}\n{out.getvalue().decode()}"


def sources() -> Iterator[tuple[str, Path]]:
    """Yield every file that can hold words of the interface, with its name below the packages."""
    for package in PACKAGES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            continue
        folder = Path(spec.origin).parent
        files = (file for file in folder.rglob("*") if file.suffix in {".py", *_KINDS} and file.is_file())
        yield from ((f"{package}/{file.relative_to(folder).as_posix()}", file) for file in sorted(files))


def _messages(file: Path) -> Iterator[str | tuple[str, ...]]:
    """Yield the messages of one file; one with a plural as the pair of its forms."""
    if file.suffix == ".py":
        yield from _messages_of_python(file.read_text(encoding="utf-8"))
        return
    from babel.messages.extract import extract

    method, calls, options = _KINDS[file.suffix]
    keywords = {name: (1, 2) if forms > 1 else None for name, forms in calls.items()}
    with file.open("rb") as stream:
        for _line, message, _comments, _context in extract(method, stream, keywords=keywords, options=options):
            yield message


def _messages_of_python(source: str) -> Iterator[str | tuple[str, ...]]:
    """Yield the messages of a module, also those within f-strings: babel reads these only from Python 3.12 on."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PYTHON_CALLS:
            forms = PYTHON_CALLS[node.func.id]
            texts = [text.value for text in node.args[:forms] if isinstance(text, ast.Constant)]
            if len(texts) == forms:
                yield str(texts[0]) if forms == 1 else tuple(str(text) for text in texts)
