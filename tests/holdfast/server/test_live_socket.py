"""What may pass from a live page to its kernel."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1

from holdfast.server import live_files
from holdfast.server.live_socket import Message, may_pass, read


@pytest.mark.parametrize("kind", ["comm_msg", "comm_info_request", "kernel_info_request"])
def test_what_a_widget_needs_passes(kind: str) -> None:
    assert may_pass(Message("shell", kind, ""))


@pytest.mark.parametrize(
    "message",
    [
        Message("shell", "execute_request", ""),
        Message("shell", "complete_request", ""),
        Message("shell", "inspect_request", ""),
        Message("shell", "history_request", ""),
        Message("shell", "comm_close", ""),
        Message("shell", "comm_open", "jupyter.widget"),
        Message("shell", "comm_open", ""),
        Message("shell", "shutdown_request", ""),
        Message("control", "shutdown_request", ""),
        Message("control", "comm_msg", ""),
        Message("stdin", "input_reply", ""),
        Message("iopub", "comm_msg", ""),
    ],
)
def test_everything_else_is_dropped(message: Message) -> None:
    assert not may_pass(message)


def test_only_the_control_comm_may_be_opened() -> None:
    assert may_pass(Message("shell", "comm_open", "jupyter.widget.control"))


def test_both_protocols_are_read() -> None:
    header, content = {"msg_type": "comm_open"}, {"target_name": "t"}
    text = json.dumps({"channel": "shell", "header": header, "content": content})
    parts = [json.dumps(part).encode() for part in (header, {}, {}, content)]
    packed = serialize_msg_to_ws_v1(parts, "shell")
    assert read(text, v1=False) == read(packed, v1=True) == Message("shell", "comm_open", "t")


@pytest.mark.parametrize(
    "raw",
    ["", "{", "[]", "null", '{"channel": "shell"}', '{"channel": "shell", "header": []}', b"", b"\x01", b"\xff" * 64],
)
@pytest.mark.parametrize("v1", [True, False])
def test_what_cannot_be_read_is_an_error(raw: str | bytes, v1: bool) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError, IndexError)):
        read(raw, v1=v1)


def test_files_are_found_below_their_folders_only(tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.js").write_text("1")
    (root / "key.pem").write_text("1")
    (tmp_path / "outside.js").write_text("1")
    (root / "link.js").symlink_to(tmp_path / "outside.js")
    assert live_files.find([tmp_path / "missing", root], "a.js") == (root / "a.js").resolve()
    for path in ("../outside.js", "link.js", str(tmp_path / "outside.js"), "key.pem", "", ".", "a.js/b", "\x00"):
        assert live_files.find([root], path) is None
