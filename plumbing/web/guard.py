"""Every page names the action it is; without such a name it is refused, and `can` decides for the rest."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for

View = TypeVar("View", bound=Callable[..., Any])
Thing = str | Callable[..., Any] | None
OPEN = frozenset({"static"})
"""Endpoints that hold nothing of anybody's."""
_ODD = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True)
class Guard:
    """What a view is, in the words that `can` decides on."""

    action: str
    thing: Thing


@dataclass(frozen=True)
class Unguarded:
    """A view that is open to the world, and why it may be."""

    reason: str


class NotKnown(Exception):
    """The thing does not exist, or this actor may not learn that it does: both are "page not found"."""


class UnguardedView(Exception):
    """A view names no action."""


def guarded(action: str, thing: Thing = None) -> Callable[[View], View]:
    """`thing`: the name of a view argument, or a callable that is given all of them and returns the thing."""

    def mark(view: View) -> View:
        view.guard = Guard(action, thing)  # type: ignore[attr-defined]  # read when the app is built
        return view

    return mark


def unguarded(reason: str) -> Callable[[View], View]:
    """Open to anybody, for a reason that a reader can check."""

    def mark(view: View) -> View:
        view.guard = Unguarded(reason)  # type: ignore[attr-defined]  # read when the app is built
        return view

    return mark


def guard_pages(
    app: Flask,
    *,
    can: Callable[[Any, str, Any], Any],
    actor_of_session: Callable[[], Any | None],
    sign_in: str = "",
    refused: Callable[[Any], Any | None] | None = None,
    noting: Callable[[Any, str, Any], None] | None = None,
) -> None:
    """Asks before each view: who (None: nobody), then `can`; both may raise NotKnown.

    What `can` answers is a yes or no, kept as `g.decision`; a no whose `hidden` is true is "page not found".
    Any other no goes to `refused`, which may answer it with a page of its own, and is 403 without one.
    `sign_in` is the endpoint that somebody without a session is sent to; without one they get 403.
    `noting` hears of each act that is allowed, before its view runs: what it raises keeps the page closed.
    """
    app.extensions.update(can=can, actor_of_session=actor_of_session, sign_in=sign_in)
    app.extensions.update(refused=refused, noting=noting)
    app.before_request(_decide)


def assert_guarded(app: Flask) -> None:
    """To be called once all routes are there; raises UnguardedView with the list."""
    missing = sorted(views_without_guard(app))
    if missing:
        raise UnguardedView(f"add @guarded or @unguarded to: {', '.join(missing)}")


def views_without_guard(app: Flask) -> Iterator[str]:
    """Endpoints that name no action."""
    for endpoint, view in app.view_functions.items():
        if endpoint not in OPEN and not isinstance(getattr(view, "guard", None), Guard | Unguarded):
            yield endpoint


def own_path(asked: str | None, otherwise: str = "/") -> str:
    """Where to go after sign-in: a path of ours, never another site dressed up as one."""
    if not asked or not asked.startswith("/") or asked[1:2] in ("/", "\\") or _ODD.search(asked):
        return otherwise
    return asked


def _decide() -> Any:
    if request.endpoint is None or request.endpoint in OPEN:
        return None
    guard = getattr(current_app.view_functions[request.endpoint], "guard", None)
    if isinstance(guard, Unguarded):
        return None
    if not isinstance(guard, Guard):
        raise UnguardedView(f"{request.endpoint} names no action")
    g.actor = current_app.extensions["actor_of_session"]()
    if g.actor is None:
        return _send_to_sign_in()
    try:
        thing = _thing(guard.thing)
        g.decision = current_app.extensions["can"](g.actor, guard.action, thing)
    except NotKnown:
        abort(404)
    if not g.decision:
        return _refuse(g.decision)
    if noting := current_app.extensions["noting"]:
        noting(g.actor, guard.action, thing)
    return None


def _refuse(decision: Any) -> Any:
    if getattr(decision, "hidden", False):
        abort(404)
    refused = current_app.extensions["refused"]
    instead = refused(decision) if refused else None
    return abort(403) if instead is None else instead


def _thing(thing: Thing) -> Any:
    arguments = request.view_args or {}
    if callable(thing):
        return thing(**arguments)
    return arguments[thing] if thing else None


def _send_to_sign_in() -> Any:
    """Back to the page asked for afterwards, where it was one that only shows something."""
    endpoint = current_app.extensions["sign_in"]
    if not endpoint:
        abort(403)
    back = request.full_path.rstrip("?") if request.method == "GET" and request.path != "/" else None
    return redirect(url_for(endpoint, next=back), code=303)
