"""The admin port: alive, ready, measured; steered only where that is allowed."""

import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from plumbing.admin import admin_app
from plumbing.clocks import CivilClock
from plumbing.hints import Listener
from plumbing.supervisor import STUCK, Supervisor
from plumbing.sweep import Sweep

STEERING = [("GET", "/clock"), ("PUT", "/clock"), ("GET", "/quiet")]


class Lame(Sweep):
    def ready(self) -> str | None:
        return "records:worker: the database cannot be reached"


def _ask(*roles: Sweep, steerable: bool = True) -> tuple[FlaskClient, CivilClock]:
    clock = CivilClock(ZoneInfo("Europe/London"))
    return admin_app(Supervisor(roles), clock, steerable).test_client(), clock


def _sweep(waiting: str | None = None) -> Sweep:
    return Sweep("records:worker/letters", lambda _: 0, lambda: waiting)


def test_a_process_whose_roles_come_round_is_alive() -> None:
    client, _ = _ask(_sweep())
    assert (client.get("/livez").status_code, client.get("/livez").text) == (200, "ok\n")


def test_a_process_with_a_role_that_hangs_is_not_alive() -> None:
    sweep = _sweep()
    sweep.last_loop -= STUCK + 1
    client, _ = _ask(sweep)
    answer = client.get("/livez")
    assert answer.status_code == 503
    assert "records:worker/letters" in answer.text


def test_readiness_lists_what_is_missing_a_line_each() -> None:
    lame = Lame("x", lambda: 0, lambda: None)
    client, _ = _ask(_sweep(), lame)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (503, "records:worker: the database cannot be reached\n")


def test_metrics_are_in_prometheus_text() -> None:
    client, _ = _ask(_sweep())
    assert 'last_loop_age_seconds{role="records:worker/letters"}' in client.get("/metrics").text


def test_metrics_tell_how_long_ago_it_was_ready() -> None:
    """Without asking again: while a database hangs, the question for its readiness has no answer either."""
    lame = Lame("x", lambda: 0, lambda: None)
    client, _ = _ask(_sweep(), lame)
    time.sleep(0.2)
    client.get("/readyz")
    assert _since_ready(client) >= 0.2
    lame.ready = lambda: None  # type: ignore[method-assign]  # it was mended
    client.get("/readyz")
    assert _since_ready(client) < 0.2


def _since_ready(client: FlaskClient) -> float:
    lines = client.get("/metrics").text.splitlines()
    (line,) = [line for line in lines if line.startswith("last_ready_age_seconds ")]
    return float(line.split()[1])


def test_the_date_can_be_set_and_let_go_again() -> None:
    client, clock = _ask(_sweep())
    assert client.put("/clock", json={"date": "2027-01-06"}).json == {"date": "2027-01-06", "steered": True}
    assert clock.today() == date(2027, 1, 6)
    client.put("/clock", json={"date": None})
    assert not clock.steered


def test_setting_the_date_wakes_those_who_wait_for_it() -> None:
    client, _ = _ask(_sweep())
    listener = Listener("records:worker/letters")
    client.put("/clock", json={"date": "2027-01-06"})
    assert listener.wait(0)


@pytest.mark.parametrize("body", [{}, {"date": "6 January"}, {"date": 7}, [], None])
def test_a_date_that_is_none_is_refused_with_what_is_wanted(body: object) -> None:
    client, clock = _ask(_sweep())
    answer = client.put("/clock", json=body)
    assert answer.status_code == 400
    assert "2027-01-31" in answer.text
    assert not clock.steered


def test_quiet_tells_what_is_waiting() -> None:
    client, _ = _ask(_sweep("two letters"))
    assert client.get("/quiet").json == {"quiet": False, "waiting": ["two letters"], "done": 0}
    client, _ = _ask(_sweep())
    assert client.get("/quiet").json == {"quiet": True, "waiting": [], "done": 0}


@pytest.mark.parametrize(("method", "path"), STEERING)
def test_nobody_steers_a_process_that_is_not_steerable(method: str, path: str) -> None:
    client, clock = _ask(_sweep(), steerable=False)
    assert client.open(path, method=method, json={"date": "2027-01-06"}).status_code == 404
    assert not clock.steered


def test_whoever_asks_for_quiet_may_wait_for_it() -> None:
    left = [None, "one letter", "two letters"]
    client, _ = _ask(
        Sweep("records:worker/letters", lambda _: 0, lambda: left.pop() if left[1:] else left[0])
    )
    assert client.get("/quiet?within=5").json == {"quiet": True, "waiting": [], "done": 0}
    assert left == [None]


def test_it_is_told_what_is_still_waiting_when_the_time_is_over() -> None:
    client, _ = _ask(_sweep("two letters"))
    assert client.get("/quiet?within=0.05").json["waiting"] == ["two letters"]  # type: ignore[index]  # JSON
    answer = client.get("/quiet?within=soon")
    assert (answer.status_code, answer.json) == (400, {"error": "within=SECONDS is a number"})


def test_nobody_is_asked_again_while_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each answer costs a look at a database; the sixth glance finds the counter where the fifth did."""
    asked: list[int] = []
    sweep = Sweep("records:worker/letters", lambda _: 0, lambda: "letters")

    class Working(Supervisor):
        def waiting(self) -> list[str]:
            asked.append(glances[0])
            return [] if asked[1:] else ["letters"]

        def work_done(self) -> int:
            glances[0] += 1
            return min(glances[0], 5)

    glances = [0]
    monkeypatch.setattr("plumbing.admin._ASK", 60.0)
    client = admin_app(Working([sweep]), CivilClock(ZoneInfo("Europe/London")), True).test_client()
    assert client.get("/quiet?within=5").json["quiet"]  # type: ignore[index]  # JSON
    assert asked == [0, 6]
