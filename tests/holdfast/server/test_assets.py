"""Files under addresses that change with their content."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from holdfast.server.assets import Assets


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    (tmp_path / "page.css").write_text("a {}")
    (tmp_path / "notes.txt").write_text("not for anyone")
    return Assets(tmp_path)


def test_a_file_is_found_under_its_address(assets: Assets) -> None:
    _, _, tag, name = assets.url("page.css").split("/")
    asset = assets.find(tag, name)
    assert asset is not None
    assert (asset.body, gzip.decompress(asset.packed)) == (b"a {}", b"a {}")
    assert asset.type == "text/css; charset=utf-8"


def test_a_changed_file_has_another_address_and_the_old_one_still_works(assets: Assets) -> None:
    old = assets.url("page.css")
    assets.add("page.css", b"b {}")
    new = assets.url("page.css")
    assert old != new
    for url, body in ((old, b"a {}"), (new, b"b {}")):
        asset = assets.find(*url.split("/")[2:])
        assert asset is not None
        assert asset.body == body


def test_what_is_not_meant_for_pages_is_not_there(assets: Assets) -> None:
    with pytest.raises(KeyError):
        assets.url("notes.txt")
    assert assets.find("0" * 10, "page.css") is None
    assert assets.find(assets.url("page.css").split("/")[2], "../page.css") is None
