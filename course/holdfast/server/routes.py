"""The whole list of addresses. What is not here does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.server import api, live, pages
from holdfast.server import handlers_pages as page
from holdfast.server.handlers_pages import NothingHere

if TYPE_CHECKING:
    from holdfast.server.app import HoldfastApp

__all__ = ["NothingHere", "handlers"]

_MODULE = r"([0-9]{2}_[a-z_]+)"
_SLUG = r"([a-z0-9]+(?:-[a-z0-9]+)*)"
_KERNEL = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


def handlers(app: HoldfastApp) -> list[Any]:
    """Return the handlers of an application."""
    return [
        (r"/", page.HomeHandler),
        (r"/enter", page.EnterHandler),
        (rf"/modules/{_MODULE}/?", page.ModuleHandler),
        (rf"/modules/{_MODULE}/{_SLUG}", page.SectionHandler),
        (rf"/check/{_SLUG}", page.CheckHandler),
        (rf"/result/{_SLUG}", page.ResultHandler),
        *((rf"/{name}", page.StandingHandler, {"name": name}) for name in pages.PAGE_TITLES),
        (r"/assets/([0-9a-f]{10})/([A-Za-z0-9._-]+)", page.AssetHandler),
        (r"/api/state/([a-z0-9_-]{1,100})", api.StateHandler),
        (r"/api/answers", api.AnswersHandler),
        (rf"/api/submit/{_SLUG}", api.SubmitHandler),
        *live.handlers(app, module=_MODULE, kernel=_KERNEL),
    ]
