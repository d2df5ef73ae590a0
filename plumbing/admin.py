"""What a process answers to those who run it: alive, ready, measured; and under a test setting, its date."""

import time
from datetime import date

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from plumbing.clocks import CivilClock
from plumbing.hints import hint_all
from plumbing.supervisor import Supervisor

_LONGEST = 5.0
"""Seconds that a question may wait for its answer: there are two threads for all of them."""
_LOOK = 0.003
"""Seconds between two glances meanwhile."""
_ASK = 0.05
"""Seconds after which everybody is asked, though something has been done since the last glance."""


def admin_app(supervisor: Supervisor, clock: CivilClock, steerable: bool = False) -> Flask:
    """For the admin port. `/clock` and `/quiet` are there only when steerable."""
    app = Flask("admin", static_folder=None)

    @app.get("/livez")
    def alive() -> Response:
        return _lines([f"{name}: does not come round" for name in supervisor.stuck()])

    @app.get("/readyz")
    def ready() -> Response:
        return _lines(supervisor.missing())

    @app.get("/metrics")
    def metrics() -> Response:
        supervisor.measure()
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    if steerable:
        _steering(app, supervisor, clock)
    return app


def _steering(app: Flask, supervisor: Supervisor, clock: CivilClock) -> None:
    @app.get("/clock")
    def show() -> dict[str, object]:
        return {"date": clock.today().isoformat(), "steered": clock.steered}

    @app.put("/clock")
    def steer() -> tuple[dict[str, object], int]:
        try:
            wanted = dict(request.get_json(silent=True) or {})["date"]
            clock.steer(None if wanted is None else date.fromisoformat(wanted))
        except (TypeError, KeyError, ValueError):
            return {"error": 'JSON is wanted: {"date": "2027-01-31"} or {"date": null}'}, 400
        hint_all()  # sweeps wait for this
        return show(), 200

    @app.get("/quiet")
    def quiet() -> tuple[dict[str, object], int]:
        try:
            within = min(float(request.args.get("within", 0)), _LONGEST)
        except ValueError:
            return {"error": "within=SECONDS is a number"}, 400
        until = time.monotonic() + within
        while (waiting := supervisor.waiting()) and time.monotonic() < until:
            _pause(supervisor)
        return {"quiet": not waiting, "waiting": waiting, "done": supervisor.work_done()}, 200


def _pause(supervisor: Supervisor) -> None:
    """As long as work goes on nobody is asked: each answer costs those at work a look at their database."""
    ask_at, before = time.monotonic() + _ASK, -1
    while (done := supervisor.work_done()) != before and time.monotonic() < ask_at:
        before = done
        time.sleep(_LOOK)


def _lines(missing: list[str]) -> Response:
    text = "\n".join(missing) if missing else "ok"
    return Response(text + "\n", 503 if missing else 200, content_type="text/plain; charset=utf-8")
