"""Reads a school's logo: PNG or JPEG by what is in the file, not by its name, and of a bounded size.

What is handed on was drawn again by us as a small PNG: a photograph's place and date, or anything else hidden in the
file, does not go on to the pack. `holdfast.kit.school` calls it.
"""

from __future__ import annotations

import io
import struct
import warnings
from dataclasses import dataclass
from pathlib import Path

from holdfast.content_file import shown
from holdfast.errors import UserError

MAX_BYTES = 2 * 1024 * 1024
MAX_SIDE = 4000
PRINTED_SIDE = 1000
"""Pixels of the longer side in the pack: enough for 8 cm on paper."""

_BROKEN = (OSError, ValueError, SyntaxError, AttributeError, LookupError, TypeError, struct.error)
"""What Pillow raises of a picture that breaks off, or that says odd things of itself (EXIF)."""


@dataclass(frozen=True, kw_only=True)
class Logo:
    """A picture that can be printed."""

    png: bytes
    width: int
    height: int


def read_logo(folder: Path, name: str) -> Logo:
    """Read a logo.

    Args:
        folder: The folder of ``school.yaml``; the logo lies in it.
        name: What ``school.yaml`` says.

    Raises:
        UserError: It is not there, lies elsewhere, is no PNG or JPEG, or is too large.
    """
    file = folder / name
    try:
        inside, there = file.resolve().is_relative_to(folder.resolve()), file.exists()
    except (OSError, ValueError, RuntimeError):  # too long, with a sign that no name has, a link that leads to itself
        raise UserError(
            f"The logo {name!r} is no name of a file; put it beside school.yaml and write its name."
        ) from None
    if not inside:
        raise UserError(f"The logo {name!r} lies outside the folder of school.yaml; put it beside that file.")
    if there and not file.is_file():
        raise UserError(f"The logo {shown(file)} is no file; name a PNG or JPEG file.")
    raw = _read(file)
    if len(raw) > MAX_BYTES:
        raise UserError(f"The logo {shown(file)} is larger than {MAX_BYTES // 1024**2} MB; save a smaller copy.")
    return _drawn(file, raw)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise UserError(
            f"The logo {shown(file)} is not there; put it beside school.yaml or take the line out."
        ) from None
    except OSError as error:
        raise UserError(f"The logo {shown(file)} cannot be opened: {error.strerror}.") from None


def _drawn(file: Path, raw: bytes) -> Logo:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            found = Image.open(io.BytesIO(raw), formats=["PNG", "JPEG"])
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise _too_large(file) from None
    except (UnidentifiedImageError, OSError, ValueError):
        raise UserError(f"The logo {shown(file)} is no PNG or JPEG picture; save it as one of these.") from None
    if max(found.size) > MAX_SIDE:
        raise _too_large(file)
    try:
        turned = ImageOps.exif_transpose(found).convert("RGBA")
    except _BROKEN:
        raise UserError(f"The logo {shown(file)} is broken; save it again as PNG or JPEG.") from None
    turned.thumbnail((PRINTED_SIDE, PRINTED_SIDE))
    out = io.BytesIO()
    turned.save(out, format="PNG")
    return Logo(png=out.getvalue(), width=turned.width, height=turned.height)


def _too_large(file: Path) -> UserError:
    return UserError(f"The logo {shown(file)} is larger than {MAX_SIDE} pixels; save a smaller copy.")
