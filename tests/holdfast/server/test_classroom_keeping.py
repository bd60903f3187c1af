"""What a room does when its file can be written no more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import cast

import pytest

from holdfast.classroom.store import Change, Device, Kept, RoomFile
from holdfast.errors import UserError
from holdfast.server.classroom_keeping import Keeping
from server_process import finish

ME, YOU = Device(b"m" * 16), Device(b"y" * 16)


class Gone:
    """A file on a disk that was pulled out."""

    def write(self, changes: Iterable[Change]) -> None:
        raise UserError(f"{len(list(changes))} cannot be written.")

    def read(self) -> Kept:
        raise UserError("It cannot be read.")

    def close(self) -> None:
        """There is nothing to close."""


def test_who_waits_is_told_also_when_the_file_cannot_be_read_either() -> None:
    lost: list[tuple[Kept | None, str]] = []

    async def within() -> list[BaseException | None]:
        keeping = Keeping(cast("RoomFile", Gone()), lambda kept, why: lost.append((kept, str(why))))
        async with asyncio.timeout(10):
            told = await asyncio.gather(keeping.keep(ME), keeping.keep(YOU), return_exceptions=True)
            with pytest.raises(UserError):
                await keeping.keep(ME)
            await keeping.close()
        return told

    told = finish(within())

    assert [type(each) for each in told] == [UserError, UserError]
    assert lost == [(None, "2 cannot be written."), (None, "1 cannot be written.")]
