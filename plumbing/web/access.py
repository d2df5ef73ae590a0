"""One log line a request, with the route's pattern and never the address; and the trace followed."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, request

from plumbing.trace import note, span, tracing


def follow(app: Flask, *, take_over: bool) -> None:
    """`take_over`: the caller is one of ours and its traceparent is continued; a browser's never is."""
    app.before_request(_start)
    app.after_request(_log)
    inner, service = app.wsgi_app, app.name.removesuffix("-api")

    def traced(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        caller = environ.get("HTTP_TRACEPARENT") if take_over else None
        with tracing(caller), span(service, "request", "server", role="api" if take_over else "web"):
            return inner(environ, start)

    app.wsgi_app = traced  # type: ignore[method-assign,assignment]  # Flask's documented way to wrap an application


def _start() -> None:
    g.started = perf_counter()


def _log(response: Response) -> Response:
    if request.endpoint != "static":
        started = g.get("started", perf_counter())
        route = request.url_rule.rule if request.url_rule else "unknown"
        note(f"{request.method} {route}", status=str(response.status_code))
        structlog.get_logger().info(
            "request",
            method=request.method,
            route=route,
            status=response.status_code,
            milliseconds=round((perf_counter() - started) * 1000),
        )
    return response
