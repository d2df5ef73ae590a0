"""Leaves an entry for whatever a page shows of a child's record, before it is shown.

A page that only shows something leaves it before its view runs, in a transaction of its own: what cannot be
noted is not read. A list is read, so that it can be put in order, and shown once its page is noted.
A form that was sent leaves the entries of its commands, each in the command's transaction; where it came back
without an act, it showed the record once more, and leaves an entry like any other look.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from flask import Flask, Response, current_app, g, request

from services.planning.commands.desk import Acting, Desk
from services.planning.domain.permission import Actor, Thing
from services.planning.web import looks
from services.planning.web.site import desk, in_sight, site
from services.planning.web.step_up import is_asked

NOTHING_OF_A_CHILD = frozenset(
    {
        *("sign_in", "sign_out", "see_procedure", "see_sent_before_restore"),
        *("see_own_sessions", "end_own_session", "see_sessions", "end_sessions"),
    }
)
"""Actions whose pages hold nothing of anybody's record."""
_LOOKS = frozenset({"GET", "HEAD"})
_SHOWS_NOTHING = frozenset({403, 404, 405})


def follow_forms(app: Flask) -> None:
    """To be called once: looks at what became of each form that was sent."""
    app.after_request(_note_form)


def note_page(actor: Actor, action: str, thing: Thing) -> None:
    """After the decision allowed it and before the view runs; raises NotNoted or what is in UNAVAILABLE."""
    if action in NOTHING_OF_A_CHILD or request.method == "OPTIONS" or is_asked(action):
        return
    g.desk, g.action = _desk_of(actor, thing), action
    if request.method in _LOOKS:
        g.desk.note_look(action)


def note_each(children: Collection[str]) -> None:
    """For a page of no one thing that shows these records: one entry for each, before it shows them."""
    if children:
        _look(children)


def siblings_shown(child: str) -> set[str]:
    """The child and those of its siblings whom the reader may see, each with its entry."""
    with desk().database.read() as read:
        seen = in_sight(read, [one.id for one in looks.siblings(read, child)])
    note_beside(seen)
    return seen


def note_beside(children: Collection[str]) -> None:
    """For a page about one child that shows something of these too: to be called before it reads them.

    Where a form was sent they are looked at only if it comes back, and are noted with it then.
    """
    others = set(children) - set(g.desk.acting.children)
    if request.method in _LOOKS:
        note_each(others)
    else:
        g.beside = others


def _look(children: Collection[str]) -> None:
    acting = replace(g.desk.acting, children=tuple(sorted(children)))
    replace(g.desk, acting=acting).note_look(g.action)


def _desk_of(actor: Actor, thing: Thing) -> Desk:
    grant = getattr(g.get("decision"), "grant", "")
    kind = thing.kind if thing.id else ""
    children = tuple(sorted({one.child for one in (*thing.children, *thing.beside)}))
    return replace(site().desk, acting=Acting(actor.id, kind, thing.id, children, grant))


def _note_form(response: Response) -> Any:
    shown = response.status_code not in _SHOWS_NOTHING and response.status_code < 500
    if "desk" not in g or request.method in _LOOKS or g.desk.acting.acts or not shown:
        return response
    try:
        _look({*g.desk.acting.children, *g.get("beside", ())})
    except Exception as error:
        return current_app.make_response(current_app.handle_user_exception(error))
    return response
