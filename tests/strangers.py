"""Requests that leave this machine. No page of ours makes any."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Request

_HERE = ("127.0.0.1", "localhost")


def note_stranger(request: Request, strangers: list[str]) -> None:
    """Add the address of a request that leaves this machine to the list."""
    url = urlsplit(request.url)
    if url.scheme in {"http", "https", "ws", "wss"} and url.hostname not in _HERE:
        strangers.append(request.url)
