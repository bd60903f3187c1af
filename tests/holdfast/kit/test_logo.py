"""A logo is what its bytes say, lies beside the school's file, and is of a bounded size."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from holdfast.errors import UserError
from holdfast.kit.logo import MAX_BYTES, MAX_SIDE, read_logo
from holdfast.kit.school import read_school
from kit_school import written


def _picture(form: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **about: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 1).save(out, format=form, **about)
    return out.getvalue()


def _refused(folder: Path, name: str) -> str:
    with pytest.raises(UserError) as refused:
        read_logo(folder, name)
    return str(refused.value)


@pytest.mark.parametrize(("name", "form"), [("logo.png", "PNG"), ("logo.jpg", "JPEG"), ("wrong-name.gif", "PNG")])
def test_png_and_jpeg_are_taken_whatever_they_are_called(name: str, form: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(_picture(form))
    logo = read_logo(tmp_path, name)
    assert (logo.width, logo.height) == (40, 20)
    assert Image.open(io.BytesIO(logo.png)).format == "PNG"


def test_a_school_brings_its_logo(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(_picture("PNG"))
    told = read_school(written(tmp_path, {"logo": "logo.png"}))
    assert told.logo is not None
    assert told.logo.width == 40


def test_what_is_hidden_in_a_photograph_does_not_go_on(tmp_path: Path) -> None:
    about = Image.Exif()
    about[0x010E] = "hidden words"
    about[0x0112] = 6  # turned a quarter
    (tmp_path / "logo.jpg").write_bytes(_picture("JPEG", exif=about))
    assert b"hidden words" in (tmp_path / "logo.jpg").read_bytes()
    logo = read_logo(tmp_path, "logo.jpg")
    assert b"hidden words" not in logo.png
    assert (logo.width, logo.height) == (20, 40)


def test_a_large_logo_is_made_small_enough_for_paper(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(_picture("PNG", (MAX_SIDE, 1000)))
    logo = read_logo(tmp_path, "logo.png")
    assert (logo.width, logo.height) == (1000, 250)


def test_the_same_logo_gives_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "logo.jpg").write_bytes(_picture("JPEG"))
    assert read_logo(tmp_path, "logo.jpg") == read_logo(tmp_path, "logo.jpg")


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF", "WEBP"])
def test_other_pictures_are_refused_also_with_a_name_of_png(form: str, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(_picture(form))
    assert "is no PNG or JPEG picture" in _refused(tmp_path, "logo.png")


@pytest.mark.parametrize("raw", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(raw)
    assert "is no PNG or JPEG picture" in _refused(tmp_path, "logo.png")


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_that_breaks_off_is_refused(form: str, tmp_path: Path) -> None:
    noise = Image.effect_noise((200, 200), 60)
    out = io.BytesIO()
    noise.save(out, format=form)
    (tmp_path / "logo.png").write_bytes(out.getvalue()[: len(out.getvalue()) // 2])
    assert "is broken" in _refused(tmp_path, "logo.png")


@pytest.mark.parametrize(("tag", "kind"), [(0x0100, 1), (0x010E, 11)])
def test_a_photograph_that_says_odd_things_of_itself_is_refused(tag: int, kind: int, tmp_path: Path) -> None:
    odd = struct.pack("<HHI4s", tag, kind, 1, b"ab\0\0")
    turned = struct.pack("<HHII", 0x0112, 3, 1, 6)
    about = b"Exif\0\0II*\0" + struct.pack("<IH", 8, 2) + odd + turned + bytes(4)
    (tmp_path / "logo.jpg").write_bytes(_picture("JPEG", exif=about))
    assert "is broken" in _refused(tmp_path, "logo.jpg")


def test_a_file_of_forty_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    with (tmp_path / "logo.png").open("wb") as stream:
        stream.write(_picture("PNG"))
        stream.truncate(40 * 1024 * 1024)
    assert "is larger than 2 MB" in _refused(tmp_path, "logo.png")


def test_two_megabytes_are_taken_and_one_byte_more_is_not(tmp_path: Path) -> None:
    raw = _picture("PNG")
    (tmp_path / "logo.png").write_bytes(raw.ljust(MAX_BYTES, b"\0"))
    assert read_logo(tmp_path, "logo.png").width == 40
    (tmp_path / "logo.png").write_bytes(raw.ljust(MAX_BYTES + 1, b"\0"))
    assert "is larger than 2 MB" in _refused(tmp_path, "logo.png")


@pytest.mark.parametrize("size", [(MAX_SIDE + 1, 1), (1, MAX_SIDE + 1)])
def test_too_many_pixels_are_refused(size: tuple[int, int], tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(_picture("PNG", size))
    assert f"is larger than {MAX_SIDE} pixels" in _refused(tmp_path, "logo.png")


@pytest.mark.parametrize("side", [12000, 60000])
def test_a_small_file_that_claims_endless_pixels_is_refused_before_it_is_unpacked(side: int, tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 9) + b"IDAT")
    assert f"is larger than {MAX_SIDE} pixels" in _refused(tmp_path, "logo.png")


def test_a_logo_outside_the_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    folder.mkdir()
    (tmp_path / "logo.png").write_bytes(_picture("PNG"))
    (folder / "link.png").symlink_to(tmp_path / "logo.png")
    for name in ("../logo.png", str(tmp_path / "logo.png"), "link.png"):
        assert "lies outside the folder of school.yaml" in _refused(folder, name)


def test_a_logo_that_is_not_there_or_is_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    assert "is not there" in _refused(tmp_path, "logo.png")
    assert "is no file" in _refused(tmp_path, "folder.png")


@pytest.mark.parametrize("name", ["a\0b.png", "é" * 200])
def test_a_name_that_no_file_can_have_is_refused(name: str, tmp_path: Path) -> None:
    assert "is no name of a file" in _refused(tmp_path, name)


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "itself.png").symlink_to("itself.png")
    assert "itself.png" in _refused(tmp_path, "itself.png")
