"""At which addresses this computer can be reached, and which of them a request may name."""

from __future__ import annotations

import ipaddress

import pytest

from holdfast.server.addresses import EVERY, Hosts, join_host, own_addresses


def test_own_addresses_are_those_that_others_may_reach() -> None:
    for address in own_addresses():
        parsed = ipaddress.ip_address(address)
        assert not parsed.is_loopback
        assert not parsed.is_link_local


def test_each_own_address_may_be_named_with_the_port_and_nothing_else() -> None:
    hosts = Hosts(8866)
    for name in ("127.0.0.1", "localhost", *own_addresses()):
        assert f"{name}:8866" in hosts
        assert name not in hosts
        assert f"{name}:8867" not in hosts
    for host in ("evil.example:8866", "0.0.0.0:8866", "203.0.113.9:8866", "127.0.0.2:8866", "", ":8866", "[::1]:8866"):
        assert host not in hosts, host


def test_at_the_usual_port_it_need_not_be_named() -> None:
    assert "localhost" in Hosts(80)
    assert "localhost:80" in Hosts(80)
    assert "evil.example" not in Hosts(80)


def test_an_address_that_comes_while_the_room_is_open_is_known_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    hosts = Hosts(8866, clock=lambda: now[0])
    assert "198.51.100.7:8866" not in hosts
    monkeypatch.setattr("holdfast.server.addresses.own_addresses", lambda: ("198.51.100.7",))
    now[0] = 3.0
    assert "198.51.100.7:8866" in hosts


@pytest.mark.parametrize(("ip", "host"), [("192.0.2.7", "192.0.2.7"), ("fd00::7", "[fd00::7]")])
def test_a_room_on_one_address_is_joined_there(ip: str, host: str) -> None:
    assert join_host(ip) == host


def test_a_room_everywhere_is_joined_where_others_reach_it() -> None:
    assert join_host(EVERY) == next(iter(own_addresses()), "127.0.0.1")
