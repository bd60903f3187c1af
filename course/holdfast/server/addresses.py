"""At which addresses this computer can be reached by phones near it, and which of them a request may name.

A room listens at every address of its computer, and that may change while it is open: a laptop that slept comes back
with another one. So the address is asked for whenever it is needed. A page that rebinds its own name to this computer
still gets nothing: a name is no address. Used by the application and the room.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Callable
from contextlib import suppress

import psutil

EVERY = "0.0.0.0"  # noqa: S104 - the word for every address, asked for with --ip
_LOOPBACK = "127.0.0.1"
_SOMEWHERE = ("192.0.2.1", 9)  # RFC 5737: nobody is there, and nothing is sent
_KEPT_SECONDS = 2.0
_HTTP_PORT = 80


class Hosts:
    """The `Host` values a server that listens everywhere answers to: each own address, and loopback's usual name."""

    def __init__(self, port: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._port = port
        self._clock = clock
        self._known: frozenset[str] = frozenset()
        self._until = -1.0

    def __contains__(self, host: object) -> bool:
        """Return whether a request may name this host."""
        name, _, port = str(host).partition(":")
        if port != str(self._port) and not (self._port == _HTTP_PORT and not port):
            return False
        if self._clock() >= self._until:
            self._known = frozenset({"localhost", _LOOPBACK, *own_addresses()})
            self._until = self._clock() + _KEPT_SECONDS
        return name in self._known


def own_addresses() -> tuple[str, ...]:
    """Return the addresses of this computer that others may reach: the one it would call out from first."""
    up = {name for name, about in psutil.net_if_stats().items() if about.isup}
    found = [
        each.address
        for name, addresses in psutil.net_if_addrs().items()
        if name in up
        for each in addresses
        if each.family == socket.AF_INET and _is_of_a_network(each.address)
    ]
    first = _called_from()
    return tuple(sorted(dict.fromkeys(found), key=lambda address: address != first))


def join_host(ip: str) -> str:
    """Return the address that phones use for a server that listens at `ip`; loopback's where there is no network."""
    if ip != EVERY:
        return f"[{ip}]" if ":" in ip else ip
    return next(iter(own_addresses()), _LOOPBACK)


def _is_of_a_network(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local)


def _called_from() -> str:
    """Return the address this computer would call another network from; connecting a datagram socket sends nothing."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_SOMEWHERE)
        return str(probe.getsockname()[0])
    return ""
