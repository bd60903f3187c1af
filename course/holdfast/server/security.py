"""What every request must pass (Host, Origin, XSRF, size, sign-in), what every reply carries, and what is logged."""

from __future__ import annotations

import ipaddress
import json
import re
from contextlib import suppress
from html import escape
from typing import TYPE_CHECKING, Any, ClassVar, cast
from urllib.parse import urlsplit

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from holdfast.errors import UserError
from holdfast.interface_text import language, later, say
from holdfast.records.transactions import today
from holdfast.server.people import NoLonger

if TYPE_CHECKING:
    from holdfast.records import Learner
    from holdfast.server.identity import CourseIdentity
    from holdfast.server.services import Services

MAX_BODY = 64 * 1024
_HTTP_PORT = 80
_FIRST_ERROR = 400
_FORBIDDEN = 403
_TOO_MANY = 429
_ELSEWHERE_SITES = {"cross-site", "same-site"}
_WAY_BACK = re.compile(r"/(?:[a-z0-9_-]+/)*[a-z0-9_-]*")  # one way to read each path: a page decides nothing here
_LONGEST_WAY = 200

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_SENTENCES = {
    400: later("The server could not understand this request. Load the page again."),
    404: later("There is no such page. Go back to the start of the course."),
    405: later("This address cannot be used that way. Go back to the start of the course."),
    413: later("That is too much to send at once. Load the page again."),
    429: later("That is too much in a short while. Wait a minute, then load the page again."),
    503: later("This page is not ready. Try again in a minute."),
}
_ELSEWHERE = later("This server answers only at the address it printed when it started. Open that link.")
_OTHER_ORIGIN = later("This request came from another site and was refused. Load the page again.")
_OLD_PAGE = later("This page is from before somebody signed in or out here. Load it again.")
_UNEXPECTED = later("Something went wrong here. Your saved answers are kept. Load the page again.")


class PlainError(web.HTTPError):
    """An error whose sentence the person may read."""

    def __init__(self, status: int, sentence: str, *, retry_after: int | None = None) -> None:
        """Take the status, the sentence, and the seconds after which trying again makes sense."""
        super().__init__(status)
        self.sentence = sentence
        self.retry_after = retry_after


def is_way_back(path: str) -> bool:
    """Return whether it is a plain path of this server: no other host, nothing asked."""
    return len(path) <= _LONGEST_WAY and _WAY_BACK.fullmatch(path) is not None


def allowed_hosts(ip: str, port: int) -> frozenset[str]:
    """Return the exact `Host` values this server answers to: the bound address, and for loopback its usual names."""
    names = {f"[{ip}]" if ":" in ip else ip.lower()}
    if is_loopback(ip):
        names |= {"127.0.0.1", "localhost", "[::1]"}
    hosts = {f"{name}:{port}" for name in names}
    return frozenset(hosts | names if port == _HTTP_PORT else hosts)


def is_loopback(ip: str) -> bool:
    """Return whether the address can only be reached from this computer."""
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip.lower() == "localhost"


class Guarded(JupyterHandler):
    """Base of every handler. A subclass says its `kind` (all that the log shows) and whether errors are JSON."""

    kind: ClassVar[str] = "page"
    json_errors: ClassVar[bool] = False
    asks_to_sign_in: ClassVar[bool] = False
    """Whether somebody who is not known is led to where people sign in, if there is such a page."""

    @property
    def services(self) -> Services:
        """The parts of the running course."""
        return cast("Services", self.settings["holdfast"])

    @property
    def learner_id(self) -> str:
        """The id of the signed-in learner."""
        return cast("str", self.current_user.username)

    @property
    def learner(self) -> Learner:
        """The signed-in learner, as the records have them now."""
        learner = self.services.people.get(self.learner_id)
        if learner is None:  # erased while this request was under way
            raise PlainError(403, say(self.identity.refusal))
        return learner

    @property
    def identity(self) -> CourseIdentity:
        """How learners are known."""
        return cast("CourseIdentity", self.identity_provider)

    @property
    def content_security_policy(self) -> str:
        """The policy of this reply."""
        return PAGE_POLICY

    def set_default_headers(self) -> None:
        """Set the headers that every reply carries."""
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", self.content_security_policy)
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def check_host(self) -> bool:
        """Return whether the request names this server; a page that rebinds its name to this address does not."""
        return self.request.headers.get("Host", "").lower() in self.settings["allowed_hosts"]

    def check_origin(self, origin_to_satisfy_tornado: str = "") -> bool:  # noqa: ARG002
        """Return whether the request comes from a page of this server; one of Origin and Referer has to say so."""
        said = self.get_origin() or self.request.headers.get("Referer")
        if not said:
            return False
        try:
            url = urlsplit(said)
        except ValueError:
            return False
        return (
            url.scheme == self.request.protocol and url.netloc.lower() == self.request.headers.get("Host", "").lower()
        )

    def check_fetch(self) -> bool:
        """Return whether a browser says that the request began here.

        What began elsewhere, another port of this computer included, may only be a link that a person follows.
        A browser that does not say where a request began is left to the other checks.
        """
        headers = self.request.headers
        if headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}:
            return True
        followed = (headers.get("Sec-Fetch-Mode", "navigate"), headers.get("Sec-Fetch-Dest", "document"))
        return self.request.method in {"GET", "HEAD"} and followed == ("navigate", "document")

    async def prepare(self, *, _redirect_to_login: bool = False) -> None:
        """Refuse what does not come from a page of this server, or is too large, before anything else is looked at."""
        if not self.check_host():
            self.current_user = self._jupyter_current_user = None
            raise PlainError(403, say(_ELSEWHERE))
        if not self.check_fetch() or (self.request.method not in {"GET", "HEAD"} and not self.check_origin()):
            raise PlainError(403, say(_OTHER_ORIGIN))
        if len(self.request.body) > MAX_BODY:
            raise PlainError(413, say(_SENTENCES[413]))
        try:
            await super().prepare(_redirect_to_login=False)
        except web.HTTPError as error:
            if error.status_code != _FORBIDDEN or self._is_known or not self._leads_to_sign_in():
                raise
            return
        await self._note_visit()

    def comes_from_elsewhere(self) -> bool:
        """Return whether a browser says that another site led here; it sends no SameSite=Strict cookie then."""
        return self.request.headers.get("Sec-Fetch-Site", "none") in _ELSEWHERE_SITES

    def begin_anew(self, path: str) -> None:
        """Send a page that goes on to ours: a SameSite=Strict cookie does not travel along another site's way."""
        self.set_header("Refresh", f"0; url={path}")
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(
            f'<!doctype html><html lang="{language()}"><title>Holdfast</title>'
            f'<p><a href="{escape(path)}">{escape(say("Open the course"))}</a></p></html>'
        )

    @property
    def _is_known(self) -> bool:
        """Whether the request's learner is known; it may have been refused before anybody asked."""
        return getattr(self, "_jupyter_current_user", None) is not None

    def _leads_to_sign_in(self) -> bool:
        """Lead somebody who is not known to where people sign in, and return whether there is such a page."""
        if not (self.asks_to_sign_in and self.identity.signs_in):
            return False
        path, reads = self.request.path, self.request.method in {"GET", "HEAD"}
        if reads and is_way_back(path) and self.comes_from_elsewhere():
            self.begin_anew(path)
        else:
            onward = f"?next={path}" if reads and is_way_back(path) and path != "/" else ""
            self.redirect(f"{self.identity.entrance}{onward}", status=303)
        return True

    async def _note_visit(self) -> None:
        """Note once a day that the learner was here; a full disk keeps nobody from reading."""
        learner = self.services.people.get(self.learner_id) if self.current_user else None
        if learner is None or learner.seen_on >= today():
            return
        with suppress(UserError, NoLonger):
            await self.services.people.seen(learner.id)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer an error with one plain sentence, as JSON or as our page; never with a traceback."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        refused = _OLD_PAGE if self._is_known else self.identity.refusal
        usual = refused if status_code == _FORBIDDEN else _SENTENCES.get(status_code, _UNEXPECTED)
        sentence = error.sentence if isinstance(error, PlainError) else say(usual)
        self.set_header("Cache-Control", "no-store")
        if isinstance(error, PlainError) and error.retry_after is not None:
            self.set_header("Retry-After", str(error.retry_after))
        if self.json_errors:
            self.set_header("Content-Type", "application/json; charset=utf-8")
            signs_in = status_code == _FORBIDDEN and not self._is_known and self.identity.signs_in
            self.finish(json.dumps({"error": sentence, **({"sign_in": self.identity.entrance} if signs_in else {})}))
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.services.error_page(status_code, sentence))

    def _request_summary(self) -> str:
        """Name the request without its page: nothing of what a person opened is kept in a log."""
        return f"{self.request.method} {self.kind}"

    def log_exception(self, typ: Any, value: BaseException | None, tb: Any) -> None:  # noqa: ARG002
        """Log the unexpected with its traceback, the expected in one line, neither with an address."""
        if isinstance(value, web.HTTPError):
            self.log.debug("%s: %s", self._request_summary(), value.status_code)
            return
        self.log.error("Error while answering %s", self._request_summary(), exc_info=value)

    def compute_etag(self) -> str | None:
        """Return no tag: only prepared pages have one, and they set it themselves."""
        return None


def log_request(handler: web.RequestHandler) -> None:
    """Log method, status and the handler's kind: no page name, no answer, no person."""
    if not isinstance(handler, Guarded):
        return
    status = handler.get_status()
    # Who sends far too much must not fill the terminal, or a file of it, as well.
    write = handler.log.warning if status >= _FIRST_ERROR and status != _TOO_MANY else handler.log.debug
    write("%s %s %s", handler.request.method, status, handler.kind)
