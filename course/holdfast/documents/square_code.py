"""Square codes (QR) of an address, for a camera to follow. Used by the session pack and the room's screen."""

from __future__ import annotations

import io

import segno

_QUIET = 4  #: modules of white around it, as the standard asks


def square_code_svg(address: str) -> str:
    """Return the code of an address as SVG, black on white in every theme; it has no size and grows with its place."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(
        out, kind="svg", border=_QUIET, light="#ffffff", xmldecl=False, svgns=True, omitsize=True
    )
    return out.getvalue().decode("utf-8")


def square_code_png(address: str) -> bytes:
    """Return the code of an address as a picture, for a newsletter or a page."""
    out = io.BytesIO()
    segno.make_qr(address, error="m").save(out, kind="png", border=_QUIET, scale=12)
    return out.getvalue()
