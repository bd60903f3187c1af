"""Every address of the server, read from its own list, so that a new handler is attacked without being named here."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from voila.configuration import VoilaConfiguration

from holdfast.server import routes
from holdfast.server.app import IDENTITIES, HoldfastApp

_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@dataclass(frozen=True, kw_only=True)
class Address:
    """One address and what its handler is."""

    path: str
    handler: type[Any]

    @property
    def methods(self) -> set[str]:
        """The methods the handler has."""
        return {method for method in _METHODS if _own(self.handler, method.lower())}

    @property
    def is_open(self) -> bool:
        """Whether somebody who is not signed in may GET it."""
        return bool(getattr(self.handler.get, "__allow_unauthenticated", False))


def addresses(identity: str = "local", more: Iterable[Any] = ()) -> list[Address]:
    """Return one address for each handler of the application, for one way of knowing learners; and for some more."""
    app = HoldfastApp()
    app.identity_provider = IDENTITIES[identity]()
    app.voila_configuration = VoilaConfiguration(parent=app)
    app.setup_template_dirs()
    return [Address(path=_shortest(entry[0]), handler=entry[1]) for entry in [*routes.handlers(app), *more]]


def _own(handler: type[Any], method: str) -> bool:
    from jupyter_server.base.handlers import JupyterHandler
    from tornado.web import RequestHandler

    return getattr(handler, method) not in {getattr(RequestHandler, method), getattr(JupyterHandler, method)}


def _shortest(pattern: str) -> str:
    """Return a short text that a pattern matches."""
    text = _text(re._parser.parse(pattern))  # type: ignore[attr-defined]
    assert re.fullmatch(pattern, text), pattern
    return text


def _text(parsed: Any) -> str:
    return "".join(_piece(str(kind), value) for kind, value in parsed)


def _piece(kind: str, value: Any) -> str:
    match kind:
        case "LITERAL":
            return chr(value)
        case "IN":
            inner, what = value[0]
            return chr(what[0] if str(inner) == "RANGE" else what)
        case "ANY":
            return "a"
        case "MAX_REPEAT":
            return _text(value[2]) * value[0]
        case "SUBPATTERN":
            return _text(value[3])
        case "BRANCH":
            return _text(value[1][0])
    raise AssertionError(f"teach addresses.py about {kind}")
