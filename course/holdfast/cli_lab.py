"""The command that opens JupyterLab for the person who trains."""

from __future__ import annotations

import ipaddress
from contextlib import suppress
from pathlib import Path

import click

from holdfast.cli_parts import data_option, one_sentence
from holdfast.errors import UserError


@click.command(epilog="Example: holdfast lab --port 8900")
@click.option("--port", type=click.IntRange(1, 65535), default=8868, show_default=True, help="Port to listen on.")
@click.option("--ip", default="127.0.0.1", show_default=True, help="Address to listen on: this computer's own alone.")
@click.option("--no-browser", is_flag=True, help="Print the link only; open no browser.")
@data_option
@one_sentence
def lab(port: int, ip: str, no_browser: bool, data: Path | None) -> None:
    """Open JupyterLab for the person who trains: the modules with notes for the facilitator, and nbgrader's marks."""
    _refuse_others(ip)
    from holdfast.lab.app import run

    run(port, data, open_browser=not no_browser)


def _refuse_others(ip: str) -> None:
    with suppress(ValueError):
        if ipaddress.ip_address(ip) == ipaddress.ip_address("127.0.0.1"):
            return
    raise UserError(
        f"--ip {ip} would open JupyterLab, which runs programs, to other computers: leave --ip out, or give 127.0.0.1."
    )
