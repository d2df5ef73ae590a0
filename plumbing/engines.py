"""How each engine is opened: what begins a transaction, how long it may wait, and what counts as gone."""

import sqlite3
import time
from typing import Any

from sqlalchemy import Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)
"""Nothing is wrong with what was asked: the database cannot do it now, and may later."""
_CONNECT = 5
"""Seconds to wait for a connection, and for a free one in the pool."""
_WRITES = "-c default_transaction_isolation=read\\ committed"
_READS = "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on"
_LIMITS = {
    "timezone": "UTC",
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",  # an open look keeps dead rows alive for everybody
    "tcp_keepalives_idle": "10",  # a machine that vanished lets go of its locks within half a minute
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}
_FULL = "its disk is full: make room"
_CROWDED = "it has no connection left: raise max_connections, or run fewer processes"
_RIGHTS = "the role lacks a right: give it what docs/postgres-roles.sql gives"
_TABLES = "its tables are not those of this code: run script/cin migrate"
_SLOW = "it is too slow, or something holds a lock: look at pg_stat_activity"
_NOT_YET = "it is starting or stopping: wait; its own log says more"
_CUT = "it cut the connection: its own log says why; the next try makes a new one"
_SILENT = "it does not answer: is it running, and is the URL in the setting right?"
_NOWHERE = "there is no such database: make it with docs/postgres-roles.sql"
_REFUSED = "it refuses the role or its password: look at the URL in the setting"
_UNTRUSTED = "its certificate is not trusted: look at sslmode and sslrootcert in the URL"
_STOOD_STILL = "25P03"
_BY_STATE = {
    **dict.fromkeys(("42P01", "42703", "3F000"), _TABLES),
    **dict.fromkeys(("55P03", "57014", "40P01"), _SLOW),
    **dict.fromkeys(("57P01", "57P02"), _CUT),
    **dict.fromkeys(("28000", "28P01"), _REFUSED),
    "3D000": _NOWHERE,
    "42501": _RIGHTS,
    _STOOD_STILL: "it cut a transaction that stood still for a minute: was our machine too busy, or asleep?",
    "25006": "it only reads: the URL in the setting must name the primary",
    "53100": _FULL,
    "53300": _CROWDED,
    "57P03": _NOT_YET,
}
"""By SQLSTATE, what an operator does about it."""
_BY_SIGN = {
    "password authentication failed": _REFUSED,
    "not permitted to log in": _REFUSED,
    "no password supplied": "it wants a password: put it into the URL in the setting",
    "pg_hba.conf": "its pg_hba.conf lets nobody in as this role from this machine: add a line for it",
    "SSL was required": "it speaks no TLS: switch that on at the server, or leave sslmode out of the URL",
    "certificate verify failed": _UNTRUSTED,
    "root certificate file": _UNTRUSTED,
    "permission denied": _RIGHTS,
    "too many": _CROWDED,
    "connection slots": _CROWDED,
    "the database system is": _NOT_YET,
    "not currently accepting connections": "it is closed: ALTER DATABASE … ALLOW_CONNECTIONS true",
    'database "': _NOWHERE,
    'role "': _REFUSED,
    "No space left": _FULL,
    "disk is full": _FULL,
    "no such table": _TABLES,
    "no such column": _TABLES,
    "database is locked": "another process writes for too long: look what else has its file open",
    "unable to open database file": "its file cannot be opened: is the folder there, and may we write?",
    "readonly database": "its file cannot be written: give this user the right to",
    "QueuePool limit": "all connections of this process are in use: look at pg_stat_activity",
    "resolve host": "its host has no address: is the URL in the setting right, and does DNS answer?",
    "Connection refused": _SILENT,
    "timeout expired": _SILENT,
    "Connection timed out": _SILENT,
    "No route to host": _SILENT,
    "Network is unreachable": _SILENT,
    "closed the connection": _CUT,
    "connection has been closed": _CUT,
    "Connection reset": _CUT,
    "connection is lost": _CUT,
}
"""A connection that is refused has no SQLSTATE, nor has SQLite: by what it says, in English.

The first that fits holds: what a server answered stands before what may name a database, and before silence,
since one name may have several addresses of which only one answers.
"""
_MISFIT = {"42P01", "42703", "42501", "3F000", "25006"}
"""SQLSTATE of a table, column or schema that is not there, a missing right, a server that only reads."""


def writing_engine(url: str) -> Engine:
    """Read committed on PostgreSQL: commands lock the row that they are about. Begins IMMEDIATE on SQLite."""
    return _sqlite(url, "BEGIN IMMEDIATE") if url.startswith("sqlite") else _postgres(url, _WRITES)


def reading_engine(url: str) -> Engine:
    """All statements of one look see the same moment, and nothing can be written."""
    return _sqlite(url, "BEGIN") if url.startswith("sqlite") else _postgres(url, _READS)


def in_words(error: Exception) -> str:
    """One line for an operator; the server's own words, which may hold a value, are not repeated."""
    return _known(error) or f"it cannot be used just now ({type(error).__name__})"


def refusal_in_words(error: Exception) -> str:
    """Of a change of the tables: what to mend, or else what kind of fault it is, and at which table.

    PostgreSQL names the row that does not fit and its values, which may be a child's: they stay in its log.
    """
    words = _known(error)
    if words and words != _TABLES:
        return words
    original = getattr(error, "orig", None) or error
    state, at = getattr(original, "sqlstate", None), getattr(original, "diag", None)
    parts = [type(original).__name__, f"SQLSTATE {state}" if state else ""]
    for what in ("table", "column", "constraint"):
        name = getattr(at, f"{what}_name", None)
        parts.append(f"{what} {name}" if name else "")
    return f"{', '.join(part for part in parts if part)}; its own log says more"


def _known(error: Exception) -> str | None:
    original = getattr(error, "orig", None) or error
    state, said = getattr(original, "sqlstate", None), str(original)
    if state in _BY_STATE:
        return _BY_STATE[state]
    return next((words for sign, words in _BY_SIGN.items() if sign in said), None)


def _postgres(url: str, isolation: str) -> Engine:
    options = " ".join([isolation, *(f"-c {name}={value}" for name, value in _LIMITS.items())])
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        pool_pre_ping=True,  # a connection that died while nobody used it is replaced, not handed out
        pool_size=5,
        max_overflow=5,
        pool_timeout=_CONNECT,
        pool_recycle=1800,
        connect_args={
            "options": options,
            "connect_timeout": _CONNECT,
            "keepalives_idle": 10,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "tcp_user_timeout": 15000,
            "application_name": "child-in-need",
        },
    )
    event.listen(engine, "handle_error", _call_it_unavailable, retval=True)
    return engine


def _call_it_unavailable(context: ExceptionContext) -> OperationalError | None:
    """A schema or a right that does not fit is the operator's to mend: no message or request is at fault.

    Nor is it at fault where the connection has gone, whatever kind of error the driver takes that for.
    """
    error = context.original_exception
    state = getattr(error, "sqlstate", None)
    gone = context.is_disconnect and not context.is_pre_ping  # there the pool itself makes a new one
    if state not in _MISFIT and state != _STOOD_STILL and not gone:
        return None
    return OperationalError(context.statement, None, error)


def _sqlite(url: str, begin: str) -> Engine:
    engine = create_engine(url, connect_args={"timeout": 30, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not begin on its own: we do, below
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Two that open a new file at once: the change of mode fails at once for one, whatever its timeout."""
    deadline = time.monotonic() + 30
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
