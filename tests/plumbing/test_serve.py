"""A WSGI application is served on loopback, and a request in hand is answered before it stops."""

import time
from collections.abc import Callable
from threading import Event, Thread

import pytest
import requests
from flask import Flask

from plumbing.hints import hint_all
from plumbing.roles import Role
from plumbing.serve import ServeRole
from tests.contracts.reading import until

Run = Callable[[Role], Thread]


def _app(entered: Event | None = None, seconds: float = 0.7) -> Flask:
    app = Flask("served")

    @app.get("/")
    def hello() -> str:
        return "hello"

    @app.get("/slow")
    def slow() -> str:
        if entered:
            entered.set()
        time.sleep(seconds)
        return "answered"

    return app


def test_a_free_port_is_found_and_answers(running: Run) -> None:
    role = ServeRole("web", _app(), 0)
    assert "does not serve yet" in str(role.ready())
    running(role)
    assert requests.get(f"http://127.0.0.1:{role.port}/", timeout=5).text == "hello"
    until(lambda: role.ready() is None, "never ready")


def test_the_answer_does_not_say_which_server_made_it(running: Run) -> None:
    role = ServeRole("web", _app(), 0)
    running(role)
    assert "Server" not in requests.get(f"http://127.0.0.1:{role.port}/", timeout=5).headers


def test_several_requests_are_answered_at_once(running: Run) -> None:
    role = ServeRole("web", _app(), 0)
    running(role)
    started = time.monotonic()
    threads = [
        Thread(target=requests.get, args=(f"http://127.0.0.1:{role.port}/slow",), kwargs={"timeout": 10})
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - started < 4 * 0.7


def test_a_request_in_hand_is_answered_before_it_stops() -> None:
    entered, stop, answers = Event(), Event(), list[str]()
    role = ServeRole("web", _app(entered, seconds=2.0), 0)
    url = f"http://127.0.0.1:{role.port}"
    server = Thread(target=role.run, args=(stop,))
    server.start()
    asking = Thread(target=lambda: answers.append(requests.get(f"{url}/slow", timeout=10).text))
    asking.start()
    assert entered.wait(10)
    stop.set()
    hint_all()
    server.join(10)
    asking.join(10)
    assert answers == ["answered"]
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=2)


def test_a_port_in_use_is_refused_when_the_role_is_made() -> None:
    role = ServeRole("web", _app(), 0)
    with pytest.raises(OSError, match="in use"):
        ServeRole("other", _app(), role.port)
    stop = Event()
    stop.set()
    role.run(stop)
