"""Sessions kept on our side: the browser holds a random number, the database its hash and what belongs to it.

Loopback has one cookie jar for all its ports, so each application's cookie bears the application's name.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import uuid4

from flask import Flask, Request, Response, session
from flask import request as current_request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import Column, MetaData, String, Table, Text, bindparam, delete, insert, or_, select, update
from sqlalchemy.orm import Session

from plumbing.clocks import MachineClock
from plumbing.database import Database, Instant
from plumbing.web.browsers import kind_of_browser
from plumbing.web.loopback import needs_tls

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
_NOTE_SEEN = timedelta(minutes=1)
"""How often "last seen" is written: not for every picture of every page."""


def session_table(metadata: MetaData) -> Table:
    """Adds the table of sessions to a service's own tables."""
    return Table(
        "sessions",
        metadata,
        Column("hash", String(64), primary_key=True),
        Column("content", Text, nullable=False),
        Column("began", Instant, nullable=False),
        Column("seen", Instant, nullable=False, index=True),
        Column("id", String(36), index=True),
        Column("owner", String(36), index=True),
        Column("provider_session", String(255), index=True),
        Column("signed_in", Instant),
        Column("browser", String(60)),
    )


@dataclass(frozen=True)
class SignedIn:
    """Whose session it is, when they last proved it, and the provider's own name for its session.

    `vouched`: when the provider said so, for one that is about to begin.
    """

    owner: str
    at: datetime | None = None
    provider_session: str | None = None
    vouched: datetime | None = None


class ServerSession(SessionMixin):
    """What `flask.session` is here; read from the database only when something looks into it."""

    def __init__(self, store: "SessionStore", cookie: str | None) -> None:
        self._store = store
        self._values: dict[str, Any] | None = None
        self.cookie = cookie
        self.replaced: str | None = None
        self.signed_in: SignedIn | None = None
        self.id: str | None = None
        self.modified = False

    def _loaded(self) -> dict[str, Any]:
        if self._values is None:
            found = self._store.load(self.cookie) if self.cookie else None
            if found is None:
                self.cookie, self._values = None, {}
            else:
                self._values, self.signed_in, self.id = found
        return self._values

    def read(self) -> "ServerSession":
        """Looked up now, where it was not yet: `signed_in` and `id` are filled in."""
        self._loaded()
        return self

    def __getitem__(self, key: str) -> Any:
        return self._loaded()[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self._loaded()[key] = value
        self.modified = True

    def __delitem__(self, key: str) -> None:
        del self._loaded()[key]
        self.modified = True

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded())

    def __len__(self) -> int:
        return len(self._loaded())

    def start_anew(self) -> None:
        """Forget everything and take a new number; the old one is dead once the response is out."""
        self._loaded()
        self.replaced = self.replaced or self.cookie
        self.cookie, self._values, self.modified = None, {}, True
        self.signed_in = self.id = None


def sign_in(who: SignedIn | None = None, *, again: bool = False, **values: Any) -> None:
    """At sign-in and at every change of role: a new number, so that one planted before is worth nothing.

    `again`: the same person proved anew who they are; forms that they have open may still be sent.
    """
    own = cast(ServerSession, session)
    form_token = own.get("csrf_token") if again else None
    own.start_anew()
    own.signed_in = who
    session.update(values)
    if form_token:
        session["csrf_token"] = form_token


def current_session() -> ServerSession:
    """This request's, looked up."""
    return cast(ServerSession, session).read()


def sign_out() -> None:
    """The session is dead on our side, whatever the browser keeps."""
    cast(ServerSession, session).start_anew()


class SessionStore(SessionInterface):
    """Keeps an application's sessions in its service's database, by the machine clock."""

    def __init__(
        self,
        database: Database,
        table: Table,
        clock: MachineClock | None = None,
        owner_in: str = "",
        may_begin: Callable[[Session, SignedIn], bool] = lambda *_: True,
    ) -> None:
        """`owner_in`: where earlier code, which runs beside this one during an upgrade, keeps the owner.

        `may_begin`: asked in the transaction in which somebody's session begins.
        """
        self._may_begin = may_begin
        self._database = database
        self._table = table
        self._find = select(table).where(table.c.hash == bindparam("number"))
        self._clock = clock or MachineClock()
        self._owner_in = owner_in

    def open_session(self, app: Flask, request: Request) -> ServerSession:
        return ServerSession(self, request.cookies.get(_cookie_name(app, request)))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        own = cast(ServerSession, session)
        if not own.modified:
            return
        if own.replaced:
            self._forget(own.replaced)
        name = _cookie_name(app, current_request)
        secure = needs_tls(current_request)
        if not own:
            response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")
        elif own.cookie:
            self._keep(own.cookie, dict(own))
        elif cookie := self._begin(dict(own), own.signed_in):
            own.cookie = cookie
            response.set_cookie(name, cookie, path="/", secure=secure, httponly=True, samesite="Lax")

    def load(self, cookie: str) -> tuple[dict[str, Any], SignedIn | None, str | None] | None:
        """What the number stands for, whose it is, its public id; None: unknown, idle too long or too old."""
        now = self._clock.now()
        with self._database.read() as read:
            row = read.execute(self._find, {"number": _hash(cookie)}).one_or_none()
        if row is None or now - row.seen > IDLE or now - row.began > ABSOLUTE:
            return None
        if now - row.seen > _NOTE_SEEN:
            with self._database.begin() as write:
                write.execute(update(self._table).where(self._table.c.hash == row.hash).values(seen=now))
        values = cast(dict[str, Any], json.loads(row.content))
        who = SignedIn(row.owner, row.signed_in, row.provider_session) if row.owner else None
        if who is None and (owner := values.get(self._owner_in)):
            return values, SignedIn(owner), self._adopt(row.hash, owner)
        return values, who, row.id

    def _adopt(self, hashed: str, owner: str) -> str:
        """A session that earlier code began can be seen and ended like any other."""
        with self._database.begin() as write:
            row = update(self._table).where(self._table.c.hash == hashed, self._table.c.owner.is_(None))
            write.execute(row.values(id=str(uuid4()), owner=owner))
            found = write.execute(select(self._table.c.id).where(self._table.c.hash == hashed)).scalar()
        return str(found)

    def purge(self) -> int:
        """Drops what is over; returns how many."""
        with self._database.begin() as write:
            return _drop_ended(write, self._table, self._clock.now())

    def _begin(self, values: dict[str, Any], who: SignedIn | None) -> str | None:
        cookie, now = secrets.token_urlsafe(32), self._clock.now()
        kept: dict[str, Any] = {
            "hash": _hash(cookie),
            "content": json.dumps(values),
            "began": now,
            "seen": now,
        }
        if who is not None:
            kept |= {"id": str(uuid4()), "owner": who.owner, "provider_session": who.provider_session}
            kept |= {
                "signed_in": who.at,
                "browser": kind_of_browser(current_request.headers.get("User-Agent")),
            }
        with self._database.begin() as write:
            _drop_ended(write, self._table, now)
            if who is not None and not self._may_begin(write, who):
                return None
            write.execute(insert(self._table).values(**kept))
        return cookie

    def _keep(self, cookie: str, values: dict[str, Any]) -> None:
        """Never an insert: a page still on its way must not bring back a session that was signed out."""
        kept = {"content": json.dumps(values), "seen": self._clock.now()}
        with self._database.begin() as write:
            write.execute(update(self._table).where(self._table.c.hash == _hash(cookie)).values(**kept))

    def _forget(self, cookie: str) -> None:
        with self._database.begin() as write:
            write.execute(delete(self._table).where(self._table.c.hash == _hash(cookie)))


def _drop_ended(write: Any, table: Table, now: datetime) -> int:
    ended = or_(table.c.seen < now - IDLE, table.c.began < now - ABSOLUTE)
    return int(write.execute(delete(table).where(ended)).rowcount)


def _hash(cookie: str) -> str:
    return hashlib.sha256(cookie.encode()).hexdigest()


def _cookie_name(app: Flask, request: Request) -> str:
    return f"__Host-{app.name}" if needs_tls(request) else f"{app.name}-session"
