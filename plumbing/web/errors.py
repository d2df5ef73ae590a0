"""Error pages in plain words: what happened and what the person can do about it."""

from typing import Any

import structlog
from flask import Flask, render_template
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import BadRequest, HTTPException, InternalServerError, ServiceUnavailable

from plumbing.accesses import NotNoted
from plumbing.database import UNAVAILABLE
from plumbing.logs import where
from plumbing.neighbour import NeighbourDown

_WORDS = {
    400: ("There is a problem with this page", "Go back, reload the page and try again."),
    403: (
        "You cannot do this",
        "You are signed in, but this is not open to you. If you need it for your work, ask your manager.",
    ),
    404: (
        "Page not found",
        "Check that the address is complete. It may also be that the page is gone or is not open to you.",
    ),
    405: ("This page cannot be used that way", "Go back and use the buttons and links on the page."),
    413: ("What you sent is too large", "Go back, shorten it or send it in parts, and try again."),
    500: (
        "Sorry, there is a problem with the service",
        "Try again later. What you had saved before is still there.",
    ),
    503: (
        "Sorry, the service is not available just now",
        "Try again in a few minutes. What you had saved before is still there.",
    ),
}
_STALE = (
    "This page was open for too long",
    "Nothing was changed. Go back, reload the page and send it again.",
)


_NOT_NOTED = (
    "Sorry, this cannot be shown or saved just now",
    "Who sees or changes a record is written down, and that failed: nothing was shown, nothing was changed.",
)


def error_pages(app: Flask) -> None:
    app.register_error_handler(HTTPException, _page)
    for kind in (*UNAVAILABLE, NeighbourDown):
        app.register_error_handler(kind, _unavailable)
    app.register_error_handler(NotNoted, _not_noted)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(Exception, failed)


def _page(error: HTTPException) -> Any:
    status = error.code or 500
    if status < 400:
        return error  # a redirect raised by routing is no failure
    heading, advice = _STALE if isinstance(error, CSRFError) else _WORDS.get(status, _WORDS[400])
    page = render_template("kit/error.html", heading=heading, advice=advice)
    headers = [pair for pair in error.get_headers() if pair[0] in ("Allow", "Retry-After")]
    return page, status, headers


def _unavailable(error: Exception) -> Any:
    structlog.get_logger().error("unavailable", error_type=type(error).__name__)
    return _page(ServiceUnavailable(retry_after=30))


def _not_noted(error: Exception) -> Any:
    structlog.get_logger().error("unavailable", error_type=type(error).__name__)
    heading, advice = _NOT_NOTED
    page = render_template("kit/error.html", heading=heading, advice=advice)
    return page, 503, [("Retry-After", "30")]


def _unfit(error: Exception) -> Any:
    """What no form and no address of ours holds: a NUL, or more than a column takes."""
    structlog.get_logger().warning("unfit", error_type=type(error).__name__, frames=where(error))
    return _page(BadRequest())


def failed(error: Exception) -> Any:
    """The page of a fault of ours, and its line in the log."""
    structlog.get_logger().error("failed", error_type=type(error).__name__, frames=where(error))
    return _page(InternalServerError())
