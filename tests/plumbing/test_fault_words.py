"""What a database says when it cannot be used, and what an operator is told to do about it."""

import socket
from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from demo.engines.postgres import PostgreSQL
from plumbing.database import Database
from plumbing.engines import in_words

FAILED = 'connection failed: connection to server at "127.0.0.1", port 5432 failed: '
TOLD = [
    ('FATAL:  database "cin" does not exist', "there is no such database"),
    (
        'FATAL:  permission denied for database "cin"\nDETAIL:  User does not have CONNECT privilege.',
        "the role lacks a right",
    ),
    ('FATAL:  too many connections for database "cin"', "it has no connection left"),
    ('FATAL:  too many connections for role "cin"', "it has no connection left"),
    ("FATAL:  sorry, too many clients already", "it has no connection left"),
    (
        "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
        "it has no connection left",
    ),
    ("FATAL:  the database system is starting up", "it is starting or stopping"),
    ("FATAL:  the database system is shutting down", "it is starting or stopping"),
    ("FATAL:  the database system is in recovery mode", "it is starting or stopping"),
    (
        "FATAL:  the database system is not yet accepting connections",
        "it is starting or stopping",
    ),
    ('FATAL:  database "cin" is not currently accepting connections', "it is closed"),
    ('FATAL:  password authentication failed for user "cin"', "it refuses the role or its password"),
    ('FATAL:  role "cin" does not exist', "it refuses the role or its password"),
    ('FATAL:  role "cin" is not permitted to log in', "it refuses the role or its password"),
    (
        'FATAL:  no pg_hba.conf entry for host "10.0.0.7", user "cin", database "cin", no encryption',
        "its pg_hba.conf lets nobody in",
    ),
    ("fe_sendauth: no password supplied", "it wants a password"),
    ("server does not support SSL, but SSL was required", "it speaks no TLS"),
    ("SSL error: certificate verify failed", "its certificate is not trusted"),
    (
        "Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?",
        "it does not answer",
    ),
    (
        "server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally",
        "it cut the connection",
    ),
]
LATER = [
    ("connection timeout expired", "it does not answer"),
    (
        "failed to resolve host 'nowhere.invalid': [Errno -2] Name or service not known",
        "its host has no address",
    ),
    (
        "consuming input failed: server closed the connection unexpectedly",
        "it cut the connection",
    ),
    ("consuming input failed: SSL connection has been closed unexpectedly", "it cut the connection"),
    ("consuming input failed: could not receive data from server: Connection reset by peer", "it cut the"),
    ("the connection is lost", "it cut the connection"),
    ("unable to open database file", "its file cannot be opened"),
    ("attempt to write a readonly database", "its file cannot be written"),
    ("database is locked", "another process writes for too long"),
    ("database or disk is full", "its disk is full"),
    ("something that nobody has said before", "it cannot be used just now (OperationalError)"),
]


@pytest.mark.parametrize(("said", "told"), [(FAILED + said, told) for said, told in TOLD] + LATER)
def test_each_fault_has_its_words_and_they_repeat_none_of_the_servers(said: str, told: str) -> None:
    words = in_words(OperationalError(None, None, psycopg.OperationalError(said)))
    assert words.startswith(told)
    assert "cin" not in words.replace("script/cin", "") and "nowhere.invalid" not in words


def test_of_several_addresses_the_one_that_answered_is_believed() -> None:
    said = (
        f"{FAILED}Multiple connection attempts failed. All failures were:\n"
        "- host: 'localhost', hostaddr: '::1': Connection refused\n"
        "- host: 'localhost', hostaddr: '127.0.0.1': FATAL:  database \"cin\" does not exist"
    )
    assert in_words(psycopg.OperationalError(said)).startswith("there is no such database")


def test_a_pool_that_is_used_up_is_not_called_silent() -> None:
    said = "QueuePool limit of size 5 overflow 5 reached, connection timed out, timeout 5.00"
    assert in_words(PoolTimeout(said)).startswith("all connections of this process are in use")


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (psycopg.errors.AdminShutdown, "it cut the connection"),
        (psycopg.errors.CrashShutdown, "it cut the connection"),
        (psycopg.errors.CannotConnectNow, "it is starting or stopping"),
        (psycopg.errors.InvalidCatalogName, "there is no such database"),
    ],
)
def test_a_state_has_its_words_whatever_is_said(state: type[psycopg.Error], told: str) -> None:
    assert in_words(state("gesagt in einer anderen Sprache")).startswith(told)


def _said_of(url: str) -> str:
    database = Database(url)
    try:
        with pytest.raises(OperationalError) as error:
            database.check()
    finally:
        database.close()
    return in_words(error.value)


def test_a_server_that_hangs_up_and_one_that_is_not_found_are_told_apart() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        caller = Thread(target=lambda: server.accept()[0].close())
        caller.start()
        said = _said_of(f"postgresql://planning:p@127.0.0.1:{server.getsockname()[1]}/cin")
        caller.join()
    assert said.startswith("it cut the connection")
    assert _said_of("postgresql://planning:p@nowhere.invalid/cin").startswith("its host has no address")


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    with PostgreSQL(durable=False) as server, server.connect() as session:
        session.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
        session.execute("CREATE DATABASE closed")
        session.execute("REVOKE CONNECT ON DATABASE closed FROM PUBLIC")
        session.execute("CREATE DATABASE narrow CONNECTION LIMIT 0")
        yield server


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("database", "told"),
    [
        ("nowhere", "there is no such database"),
        ("closed", "the role lacks a right"),
        ("narrow", "it has no connection left"),
    ],
)
def test_a_real_server_is_understood(server: PostgreSQL, database: str, told: str) -> None:
    assert _said_of(server.url(database, "guest", "guest")).startswith(told)
