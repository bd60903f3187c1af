"""The whole list of addresses. What is not here does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdfast.server import api, handlers_checks, live, pages
from holdfast.server import handlers_pages as page
from holdfast.server import handlers_you as own
from holdfast.server.handlers_pages import NothingHere

if TYPE_CHECKING:
    from holdfast.server.app import HoldfastApp

__all__ = ["NothingHere", "handlers"]

_MODULE = r"([0-9]{2}_[a-z_]+)"
_SLUG = r"([a-z0-9]+(?:-[a-z0-9]+)*)"
_KERNEL = r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


def handlers(app: HoldfastApp) -> list[Any]:
    """Return the handlers of an application."""
    standing = page.OpenStandingHandler if app.identity_provider.signs_in else page.StandingHandler
    return [
        (r"/", page.HomeHandler),
        (r"/start", own.StartHandler),
        (r"/next", own.NextHandler),
        (r"/you", own.YouHandler),
        (r"/you/name", own.NameHandler),
        (r"/you/record", own.RecordHandler),
        (r"/you/certificate-([0-9]{1,4})\.pdf", own.CertificateHandler),
        (r"/you/refreshers-([0-9]{1,4})\.ics", own.RefreshersHandler),
        (r"/you/development\.(pdf|csv)", own.DevelopmentHandler),
        (r"/you/data\.json", own.DataHandler),
        *app.identity_provider.get_handlers(),
        (rf"/modules/{_MODULE}/?", page.ModuleHandler),
        (rf"/modules/{_MODULE}/{_SLUG}", page.SectionHandler),
        (rf"/check/{_SLUG}", handlers_checks.CheckHandler),
        (rf"/result/{_SLUG}", handlers_checks.ResultHandler),
        (r"/booster", handlers_checks.BoosterHandler),
        (r"/confidence", handlers_checks.ConfidenceHandler),
        *((rf"/{name}", standing, {"name": name}) for name in pages.PAGE_TITLES),
        (r"/assets/([0-9a-f]{10})/([A-Za-z0-9._-]+)", page.AssetHandler),
        (r"/api/state/([a-z0-9_-]{1,100})", api.StateHandler),
        (r"/api/answers", api.AnswersHandler),
        (rf"/api/submit/{_SLUG}", api.SubmitHandler),
        *live.handlers(app, module=_MODULE, kernel=_KERNEL),
    ]
