"""What every request must pass (Host, Origin, XSRF, size, sign-in), what every reply carries, and what is logged."""

from __future__ import annotations

import ipaddress
import json
from typing import TYPE_CHECKING, Any, ClassVar, cast
from urllib.parse import urlsplit

from jupyter_server.base.handlers import JupyterHandler
from tornado import web

from holdfast.interface_text import later, say

if TYPE_CHECKING:
    from holdfast.server.services import Services

MAX_BODY = 64 * 1024
_HTTP_PORT = 80
_FIRST_ERROR = 400

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
    403: later(
        "This page needs the link that was printed when Holdfast started. Open that link in this browser. "
        "It works once: if it has been used, stop Holdfast and start it again for a new one."
    ),
    404: later("There is no such page. Go back to the start of the course."),
    405: later("This address cannot be used that way. Go back to the start of the course."),
    413: later("That is too much to send at once. Load the page again."),
    429: later("That is too much in a short while. Wait a minute, then load the page again."),
    503: later("This page is not ready. Try again in a minute."),
}
_ELSEWHERE = later("This server answers only at the address it printed when it started. Open that link.")
_OTHER_ORIGIN = later("This request came from another site and was refused. Load the page again.")
_UNEXPECTED = later("Something went wrong here. Your saved answers are kept. Load the page again.")


class PlainError(web.HTTPError):
    """An error whose sentence the person may read."""

    def __init__(self, status: int, sentence: str, *, retry_after: int | None = None) -> None:
        """Take the status, the sentence, and the seconds after which trying again makes sense."""
        super().__init__(status)
        self.sentence = sentence
        self.retry_after = retry_after


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

    @property
    def services(self) -> Services:
        """The parts of the running course."""
        return cast("Services", self.settings["holdfast"])

    @property
    def learner_id(self) -> str:
        """The id of the signed-in learner."""
        return cast("str", self.current_user.username)

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
        await super().prepare(_redirect_to_login=False)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer an error with one plain sentence, as JSON or as our page; never with a traceback."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        sentence = error.sentence if isinstance(error, PlainError) else say(_SENTENCES.get(status_code, _UNEXPECTED))
        self.set_header("Cache-Control", "no-store")
        if isinstance(error, PlainError) and error.retry_after is not None:
            self.set_header("Retry-After", str(error.retry_after))
        if self.json_errors:
            self.set_header("Content-Type", "application/json; charset=utf-8")
            self.finish(json.dumps({"error": sentence}))
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
    write = handler.log.warning if status >= _FIRST_ERROR else handler.log.debug
    write("%s %s %s", handler.request.method, status, handler.kind)
