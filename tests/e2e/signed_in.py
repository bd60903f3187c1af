"""A browser that is signed in without using up the one-time link."""

from __future__ import annotations

from playwright.sync_api import BrowserContext

from server_process import Client


def sign_in(context: BrowserContext, client: Client) -> None:
    """Give a browser the cookies of a signed-in client."""
    url = f"http://{client.host}:{client.port}"
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in client.cookies.items()])
