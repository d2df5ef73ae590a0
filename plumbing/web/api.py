"""A service's own API: every route names what it is asked for, and only a token for exactly that opens it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, cast

import structlog
from flask import Flask, Response, current_app, g, jsonify, request
from flask_smorest import Api
from flask_smorest import Blueprint as _SmorestBlueprint
from google.protobuf.message import Message
from sqlalchemy.exc import DataError
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException, InternalServerError, ServiceUnavailable

from plumbing.accesses import NotNoted
from plumbing.clocks import MachineClock
from plumbing.database import UNAVAILABLE
from plumbing.logs import where
from plumbing.neighbour import PROTOBUF, NeighbourDown
from plumbing.tokens import Asking, TokenRefused, Tokens
from plumbing.web.access import follow

View = TypeVar("View", bound=Callable[..., Any])
OPEN = frozenset({"health", "api-docs.openapi_json"})
"""The only endpoints that answer anybody."""
LARGEST = 1024 * 1024


@dataclass(frozen=True)
class Asks:
    """What a route is asked for: the token's action, its thing (an argument, or a fixed word), by whom."""

    action: str
    thing: str
    always: str
    by: str


def asks(action: str, *, thing: str = "", always: str = "", by: str = "") -> Callable[[View], View]:
    """`thing`: the view argument that the token must be for; `always`: for routes about no one thing.

    `by`: the one service whose tokens open it; empty: any whose public key is known.
    """
    if bool(thing) == bool(always):
        raise TypeError(
            f"asks({action!r}): say either which view argument is the thing, or what it always is"
        )

    def mark(view: View) -> View:
        view.asks = Asks(action, thing, always, by)  # type: ignore[attr-defined]  # read by the registration
        return view

    return mark


class Blueprint(_SmorestBlueprint):  # type: ignore[misc]  # flask-smorest ships no types
    """flask-smorest's, with the types that it lacks."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(name, name, **options)

    def get(self, rule: str, **options: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().get(rule, **options))

    def post(self, rule: str, **options: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().post(rule, **options))

    def put(self, rule: str, **options: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().put(rule, **options))

    def delete(self, rule: str, **options: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().delete(rule, **options))

    def arguments(self, schema: Any, **options: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().arguments(schema, **options))

    def response(self, status: int, schema: Any = None, **options: Any) -> Callable[[View], View]:
        return cast(Callable[[View], View], super().response(status, schema, **options))


def api_app(service: str, tokens: Tokens, machine_clock: MachineClock, title: str = "") -> Flask:
    """Register routes with `add_routes(app, blueprint)`; /openapi.json and /health answer anybody."""
    app = Flask(f"{service}-api", static_folder=None)
    app.config.update(
        API_TITLE=title or service,
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        MAX_CONTENT_LENGTH=LARGEST,
    )
    app.extensions["api"] = Api(app)
    _problems(app)
    follow(app, take_over=True)
    app.before_request(lambda: _check(tokens, machine_clock.now()))
    app.after_request(_headers)
    app.add_url_rule("/health", "health", lambda: {"status": "ok"})
    return app


def add_routes(app: Flask, blueprint: Blueprint) -> None:
    app.extensions["api"].register_blueprint(blueprint)


def protobuf(message: Message) -> Response:
    """The answer to a claim."""
    return Response(message.SerializeToString(deterministic=True), mimetype=PROTOBUF)


def routes_without_guard(app: Flask) -> Iterator[str]:
    """Endpoints that name nothing to be asked for; a test holds this to be empty."""
    for endpoint, view in app.view_functions.items():
        if endpoint not in OPEN and not isinstance(getattr(view, "asks", None), Asks):
            yield endpoint


def _check(tokens: Tokens, now: datetime) -> None:
    """Before anything of the request's body is looked at. A route without a guard opens for nobody."""
    if request.endpoint is None or request.endpoint in OPEN:
        return
    wanted = getattr(current_app.view_functions[request.endpoint], "asks", None)
    if not isinstance(wanted, Asks):
        raise Forbidden("this route names nothing that may be asked for")
    g.asking = _asking(tokens, now)
    thing = wanted.always or str((request.view_args or {}).get(wanted.thing, ""))
    if wanted.by and g.asking.service != wanted.by:
        raise Forbidden("the token is of a service that has nothing to ask for here")
    if g.asking.action != wanted.action:
        raise Forbidden("the token is for something else to be done")
    if not thing or g.asking.thing != thing:
        raise Forbidden("the token is for another thing")


def _asking(tokens: Tokens, now: datetime) -> Asking:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Forbidden("a bearer token is needed")
    try:
        return tokens.check(token, now)
    except TokenRefused as refusal:
        raise Forbidden(str(refusal)) from refusal


def _problems(app: Flask) -> None:
    app.register_error_handler(HTTPException, _problem)
    for kind in (*UNAVAILABLE, NeighbourDown, NotNoted):
        app.register_error_handler(kind, _unavailable)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(Exception, _failed)


def _problem(error: HTTPException) -> Any:
    """RFC 9457: status, title, and in `detail` the words for whoever asked."""
    if error.code is not None and error.code < 400:
        return error
    data = getattr(error, "data", None) or {}
    body = {
        "type": "about:blank",
        "status": error.code,
        "title": error.name,
        "detail": data.get("message") or error.description,
    }
    found = data.get("errors") or data.get("messages")
    response = jsonify(body | ({"errors": found} if found else {}))
    response.mimetype = "application/problem+json"
    response.status_code = error.code or 500
    return response


def _unavailable(error: Exception) -> Any:
    structlog.get_logger().error("unavailable", error_type=type(error).__name__)
    return _problem(ServiceUnavailable("a part that is needed cannot be reached; ask again later"))


def _unfit(error: Exception) -> Any:
    structlog.get_logger().warning("unfit", error_type=type(error).__name__, frames=where(error))
    return _problem(BadRequest("a value cannot be kept: too long, or a character that no text holds"))


def _failed(error: Exception) -> Any:
    structlog.get_logger().error("failed", error_type=type(error).__name__, frames=where(error))
    return _problem(InternalServerError("the service failed; it has noted where"))


def _headers(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
    return response
