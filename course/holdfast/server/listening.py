"""The address a server listens at: refused where it could not be checked, and bound before anything else is done."""

from __future__ import annotations

import errno
import ipaddress
import socket
from contextlib import suppress

from tornado.netutil import bind_sockets

from holdfast.errors import UserError

_LAST_PORT = 65535


def refuse_every_address(ip: str) -> None:
    """Refuse to listen everywhere; raise `UserError`."""
    with suppress(ValueError):
        if ipaddress.ip_address(ip).is_unspecified:
            raise UserError(
                f"--ip {ip} means every address of this computer, and then it cannot be checked by which name a page "
                "was asked for: give one address, such as 127.0.0.1."
            )


def bind(ip: str, port: int) -> list[socket.socket]:
    """Return listening sockets; raise `UserError` where the port is taken or the address is not ours."""
    try:
        return bind_sockets(port, ip, reuse_port=False)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UserError(
                f"Port {port} is taken by another program: give another one, such as --port {_another(port)}."
            ) from error
        if error.errno == errno.EACCES:
            raise UserError(f"Port {port} is not allowed to you: give one above 1023, such as --port 8866.") from error
        raise UserError(
            f"{ip} is no address of this computer ({error.strerror or error}): give another, such as --ip 127.0.0.1."
        ) from error


def _another(port: int) -> int:
    return port + 1 if port < _LAST_PORT else _LAST_PORT - 1
