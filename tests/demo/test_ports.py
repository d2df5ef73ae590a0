"""Ports for servers that open later."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from socket import create_server
from subprocess import PIPE, Popen

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


def test_no_two_runs_are_given_one_port_though_neither_has_opened_it() -> None:
    """Three thousand of seventeen to each of two: by chance alone they would share five hundred."""
    asks = "from demo.ports import free_ports; print(*free_ports(3_000), flush=True); input()"

    def told(run: Popen[str]) -> set[str]:
        assert run.stdout
        return set(run.stdout.readline().split())

    runs = [Popen([sys.executable, "-c", asks], stdin=PIPE, stdout=PIPE, text=True) for _ in range(2)]
    try:
        with ThreadPoolExecutor(2) as both:
            mine, theirs = both.map(told, runs)
    finally:
        for run in runs:
            run.communicate("\n", timeout=30)
    assert mine and theirs
    assert not mine & theirs


def test_more_ports_than_there_are_is_an_error_that_says_how_many_there_were() -> None:
    asks = "from demo.ports import free_ports; free_ports(18_000)"
    with Popen([sys.executable, "-c", asks], stderr=PIPE, text=True) as run:
        assert "of 18000 ports are free" in run.communicate(timeout=60)[1]
