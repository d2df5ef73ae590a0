"""Sign-in and sign-out by the council's identity provider: each page has one thing to press.

None goes on by itself but one: after our session is ended, a page leads on to end the provider's.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import structlog
from flask import Blueprint, abort, current_app, jsonify, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from plumbing.oidc.attempt import LASTS, Attempt, new_attempt, sealed, unsealed
from plumbing.oidc.refusals import ProviderDown, SignInRefused
from plumbing.web import sessions
from plumbing.web.guard import guarded, own_path, unguarded
from plumbing.web.loopback import needs_tls
from plumbing.web.sessions import SignedIn, current_session
from services.planning.adapters.role_file import NoStanding
from services.planning.adapters.staff_claims import Vouched, vouched
from services.planning.commands.admit_staff import admit_staff, told_of, turn_away
from services.planning.domain.permission import Actor
from services.planning.web.door import Door
from services.planning.web.refusal_words import words_of
from services.planning.web.site import desk, no_thing, site

pages = Blueprint("provider", __name__)
_LONGEST_SESSION = 255


def _door() -> Door:
    door = site().door
    assert door is not None  # these pages are only there where it is
    return door


@pages.get("/sign-in")
@guarded("sign_in", no_thing)
def sign_in_page() -> ResponseReturnValue:
    return render_template("sign_in_there.html", then=_then())


@pages.get("/sign-in/again")
@guarded("sign_in", no_thing)
def again() -> ResponseReturnValue:
    return render_template("sign_in_again.html", then=_then(), minutes=_door().fresh, typed=[])


@pages.get("/sign-in/go")
@guarded("sign_in", no_thing)
def go() -> ResponseReturnValue:
    """A link and no form: nothing is changed here, and a form may not lead to another site."""
    door, attempt = _door(), new_attempt(_then(), again="again" in request.args)
    try:
        address = door.provider.address(attempt, door.fresh * 60 if attempt.again else None)
    except SignInRefused as refusal:
        return _refused(refusal)
    response = make_response(redirect(address, code=303))
    response.set_cookie(
        _cookie(), sealed(attempt, door.secret), max_age=LASTS, path="/", **_closed(needs_tls(request))
    )
    return response


@pages.get("/sign-in/back")
@guarded("sign_in", no_thing)
def back() -> ResponseReturnValue:
    """Whatever comes of it, the attempt is over: its cookie goes."""
    if request.method == "HEAD":
        abort(405)  # a look at the address must not spend the code
    door = _door()
    attempt = unsealed(request.cookies.get(_cookie()), door.secret)
    try:
        if attempt is None:
            raise SignInRefused("state")
        claims = door.claims(attempt, request.args)
        response = make_response(_come_in(door, attempt, claims))
    except SignInRefused as refusal:
        once_more = attempt is not None and not attempt.again and refusal.reason == "not-fresh"
        response = make_response(_anew(attempt.then) if attempt and once_more else _refused(refusal))
    response.delete_cookie(_cookie(), path="/", **_closed(needs_tls(request)))
    return response


def _anew(then: str) -> ResponseReturnValue:
    """The provider took a proof for good that is older than was asked for: it is told to take a new one."""
    return redirect(f"/sign-in/go?again=1&next={quote(then)}", code=303)


def _come_in(door: Door, attempt: Attempt, claims: Mapping[str, Any]) -> ResponseReturnValue:
    who = vouched(claims, door.roles_in)
    try:
        standing = door.roles.standing(who.given)
    except NoStanding as refusal:
        return _turned_away(who, refusal.reason)
    staff = admit_staff(desk(), who, standing)
    before = current_session().signed_in
    same = attempt.again and before is not None and before.owner == staff
    proved = claims.get("auth_time")
    at = datetime.fromtimestamp(proved, UTC) if proved is not None else None
    sid = claims.get("sid")
    named = sid if isinstance(sid, str) and 0 < len(sid) <= _LONGEST_SESSION else None
    signed = SignedIn(staff, at, named, datetime.fromtimestamp(claims["iat"], UTC))
    with desk().database.read() as read:
        if site().sessions.is_ended(read, signed):
            raise SignInRefused("ended-meanwhile")
    sessions.sign_in(signed, again=same, staff=staff, level=str(claims.get("acr", ""))[:200])
    structlog.get_logger().info("signed in")
    return redirect(_first_page(attempt.then, Actor(staff, standing.role)), code=303)


def _turned_away(who: Vouched, reason: str) -> ResponseReturnValue:
    """Who had a role yesterday is signed out everywhere today."""
    staff = turn_away(desk(), who)
    if staff is not None:
        site().sessions.end_all(staff)
    return _refused(SignInRefused(reason))


def _refused(refusal: SignInRefused) -> ResponseReturnValue:
    structlog.get_logger().warning("sign-in refused", reason_code=refusal.reason)
    words = words_of(refusal)
    page = render_template("sign_in_refused.html", words=words, code=refusal.reason)
    return page, words.status, {"Retry-After": "60"} if words.status == 503 else {}


def _first_page(then: str, who: Actor) -> str:
    """Whose role sees no children is not led to them."""
    sees_children = current_app.extensions["can"](who, "see_children", no_thing())
    return then if then != "/" or sees_children else "/you"


def _then() -> str:
    """A page of ours, and none of those that only sign in or out."""
    path = own_path(request.args.get("next"))
    return "/" if path.startswith(("/sign-", "/signed-out")) else path


def _cookie() -> str:
    return f"{'__Host-' if needs_tls(request) else ''}{current_app.name}-attempt"


def _closed(secure: bool) -> dict[str, Any]:
    return {"secure": secure, "httponly": True, "samesite": "Lax"}


@pages.post("/sign-out")
@guarded("sign_out", no_thing)
def sign_out() -> ResponseReturnValue:
    sessions.sign_out()
    structlog.get_logger().info("signed out")
    return redirect("/sign-out/on", code=303)


@pages.get("/sign-out/on")
@unguarded("it holds nothing: it only leads to the provider's own sign-out")
def on() -> ResponseReturnValue:
    """Not a redirect of the form itself: a browser lets a form lead to this site alone."""
    door = _door()
    try:
        address = door.provider.leaving(f"{door.home}/signed-out")
    except SignInRefused:
        address = None
    if address is None:
        return redirect("/signed-out", code=303)
    return render_template("signing_out.html", address=address), 200, {"Refresh": f"0; url={address}"}


@pages.get("/signed-out")
@unguarded("it says that nobody is signed in")
def signed_out() -> ResponseReturnValue:
    return render_template("signed_out.html")


@pages.post("/sign-out/back-channel")
@unguarded("the provider comes here, not a browser; only its signed token opens it")
def back_channel() -> ResponseReturnValue:
    door = _door()
    try:
        out = door.provider.logged_out(request.form.get("logout_token"), door.now())
        owner = told_of(desk(), door.provider.client.issuer, out.claims)
        ended = site().sessions.end_as_told(out.number, out.until, out.session, owner)
        if ended is None:
            raise SignInRefused("heard-before")
    except SignInRefused as refusal:
        structlog.get_logger().warning("logout refused", reason_code=refusal.reason)
        status = 503 if isinstance(refusal, ProviderDown) else 400
        return jsonify(error="invalid_request"), status, {"Cache-Control": "no-store"}
    structlog.get_logger().info("signed out by the provider", count=ended)
    return "", 200, {"Cache-Control": "no-store"}
