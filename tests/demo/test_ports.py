"""Ports for servers that open later."""

from pathlib import Path
from socket import create_server

import pytest

from demo.ports import free_ports


def test_each_port_is_another_one_and_can_be_opened() -> None:
    ports = free_ports(12)
    assert len(set(ports)) == 12
    for port in ports:
        with create_server(("127.0.0.1", port)):
            pass


def test_no_port_is_one_that_the_machine_gives_to_whoever_asks_for_any() -> None:
    """Else a client of a server not yet open talks to somebody else's."""
    given = Path("/proc/sys/net/ipv4/ip_local_port_range")
    if not given.exists():
        pytest.fail("this machine does not say which ports it gives out")
    first = int(given.read_text().split()[0])
    assert max(free_ports(200)) < first
