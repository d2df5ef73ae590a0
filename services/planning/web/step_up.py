"""Asks somebody for a new sign-in before a weighty act, without losing what they have typed."""

from typing import Any

from flask import current_app, g, redirect, render_template, request, session, url_for

from plumbing.web.guard import Guard
from plumbing.web.sessions import current_session
from services.planning.domain.fresh_proof import needs_proof
from services.planning.web.site import site


def ask_for_proof() -> Any:
    """After `can` has said yes. No form is shown before it; what is sent too late is kept and sent later."""
    door = site().door
    view = current_app.view_functions.get(request.endpoint or "")
    guard = getattr(view, "guard", None)
    if door is None or not isinstance(guard, Guard) or not is_asked(guard.action):
        return None
    if request.method in ("GET", "HEAD"):
        there = request.full_path.rstrip("?")
        return redirect(url_for("provider.again", next=there), code=303)
    typed = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    return render_template("sign_in_again.html", then="/you", minutes=door.fresh, typed=typed, kept=True), 403


def is_asked(action: str) -> bool:
    """Whether nothing is shown or done before they have proved who they are."""
    door = site().door
    if door is None or getattr(g, "actor", None) is None:
        return False
    who = current_session().signed_in
    proved = who.at if who else None
    levels = door.provider.client.levels
    if levels and session.get("level") not in levels:
        proved = None
    return needs_proof(action, proved, door.now(), door.fresh)
