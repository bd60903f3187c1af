"""A page of practice that is one file: no server, no network, nothing kept. For a stick, an intranet or an attachment.

Example:
    >>> from holdfast_widgets import Quiz, standalone
    >>> standalone.write("practice.html", Quiz("m4-what-to-keep"), title="What to keep")  # doctest: +SKIP
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
from contextlib import suppress
from html import escape
from pathlib import Path

from holdfast import help_register
from holdfast.errors import UserError
from holdfast.interface_text import language, later, say
from holdfast.library import library
from holdfast_widgets._base import HoldfastWidget, composed, part
from holdfast_widgets.assessment import Assessment

_PRACTICE = later("Practice only: nothing is recorded on this page.")
_JUPYTERS_OWN = frozenset({"layout", "tabbable", "tooltip"})


def page(*widgets: HoldfastWidget, title: str) -> str:
    """Return a whole HTML document that shows practice widgets without any server.

    Args:
        widgets: What to show, in order. Every kind but `Assessment`, which has nobody to mark it there.
        title: The title and first heading of the page.

    Raises:
        UserError: One of them is an `Assessment`.
    """
    if any(isinstance(widget, Assessment) for widget in widgets):
        raise UserError("An Assessment cannot stand on a page without a server: nobody would mark it. Use a Quiz.")
    parts = dict.fromkeys(stem for widget in widgets for stem in widget.PARTS)
    style, script = composed("css", *parts, "_standalone"), part("js", "_standalone")
    data = {
        "scripts": {widget.KIND: widget.script() for widget in widgets},
        "widgets": [_state(widget) for widget in widgets],
    }
    policy = f"default-src 'none'; img-src data:; script-src {_hash(script)} blob:; style-src {_hash(style)}"
    return _PAGE.format(
        language=escape(language()),
        policy=escape(policy),
        title=escape(title),
        style=style,
        data=_safe(json.dumps(data, ensure_ascii=False, separators=(",", ":"))),
        script=script,
        without=escape(say("These questions need JavaScript. The numbers below work without it.")),
        at_risk=escape(say("If someone is at risk now")),
        help=_help(),
    )


def write(file: str | os.PathLike[str], *widgets: HoldfastWidget, title: str) -> Path:
    """Write such a page, whole or not at all.

    Raises:
        UserError: The page cannot be made, or the folder does not take it.
    """
    target, text = Path(file), page(*widgets, title=title)
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        problem = f"{target} cannot be written ({error.strerror}): choose a folder that you may write to."
        raise UserError(problem) from error
    return target


def _state(widget: HoldfastWidget) -> dict[str, object]:
    known = {name: getattr(widget, name) for name in widget.keys if not name.startswith("_")}
    saving = {"code": "practice", "words": say(_PRACTICE)}
    return {name: value for name, value in known.items() if name not in _JUPYTERS_OWN} | {"saving": saving}


def _safe(text: str) -> str:
    """Return JSON that no HTML parser takes for the end of its element."""
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _help() -> str:
    """Return the services that stand in the footer of every page, as list items."""
    return "".join(
        f"<li><strong>{escape(entry.name)}</strong>: "
        + ", ".join(
            f'{escape(help_register.reach(channel))}<a href="{escape(channel.target)}" rel="noopener noreferrer">'
            f"{escape(channel.label)}</a>"
            for channel in entry.channels
        )
        + "</li>"
        for entry in help_register.footer(library())
    )


_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body class="hf-standalone">
<main>
<h1>{title}</h1>
<div id="hf-here"><p>{without}</p></div>
</main>
<footer>
<h2>{at_risk}</h2>
<ul>{help}</ul>
</footer>
<script type="application/json" id="hf-data">{data}</script>
<script type="module">{script}</script>
</body>
</html>
"""
