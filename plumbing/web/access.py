"""One log line a request, with the route's pattern and never the address; and the trace followed."""

from collections.abc import Callable, Iterable
from time import perf_counter
from typing import Any

import structlog
from flask import Flask, Response, g, request

from plumbing.trace import tracing


def follow(app: Flask, *, take_over: bool) -> None:
    """`take_over`: the caller is one of ours and its traceparent is continued; a browser's never is."""
    app.before_request(_start)
    app.after_request(_log)
    inner = app.wsgi_app

    def traced(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with tracing(environ.get("HTTP_TRACEPARENT") if take_over else None):
            return inner(environ, start)

    app.wsgi_app = traced  # type: ignore[method-assign,assignment]  # Flask's documented way to wrap an application


def _start() -> None:
    g.started = perf_counter()


def _log(response: Response) -> Response:
    if request.endpoint != "static":
        started = g.get("started", perf_counter())
        structlog.get_logger().info(
            "request",
            method=request.method,
            route=request.url_rule.rule if request.url_rule else "unknown",
            status=response.status_code,
            milliseconds=round((perf_counter() - started) * 1000),
        )
    return response
