"""How long a server's certificate is good for is seen without trusting it."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import create_server, socket
from threading import Thread

import pytest

from plumbing import certificates
from plumbing.certificates import Place, days_left
from services.notifications.adapters.smtp import Post
from tests.services.notifications.mail_servers import certificate, mail_server

Greet = Callable[[socket], None]


@contextmanager
def serving(certificate: Path | None, greet: Greet) -> Iterator[Place]:
    """One connection: `greet` first, then TLS where there is a certificate."""
    with create_server(("127.0.0.1", 0)) as listening:

        def attend() -> None:
            connection, _ = listening.accept()
            with connection, suppress(OSError):
                greet(connection)
                if certificate:
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(certificate)
                    context.wrap_socket(connection, server_side=True).close()

        thread = Thread(target=attend, daemon=True)
        thread.start()
        yield listening.getsockname()
        thread.join(5)


@pytest.fixture
def known(tmp_path: Path) -> Path:
    """It ends tomorrow."""
    return certificate(tmp_path, "127.0.0.1")


def test_of_a_server_that_speaks_tls_at_once(known: Path) -> None:
    with serving(known, lambda _: None) as place:
        assert days_left(certificates.of_tls(place)) == 0


def test_of_a_postgresql_that_is_asked_in_its_own_words(known: Path) -> None:
    def yes(connection: socket) -> None:
        assert connection.recv(8) == b"\x00\x00\x00\x08\x04\xd2\x16\x2f"
        connection.sendall(b"S")

    with serving(known, yes) as place:
        assert days_left(certificates.of_postgres(place)) == 0


def test_a_postgresql_without_tls_has_none() -> None:
    with serving(None, lambda connection: connection.sendall(b"N")) as place:
        assert days_left(certificates.of_postgres(place)) is None


def test_of_a_mail_server_by_starttls_and_none_where_it_offers_none(known: Path) -> None:
    with mail_server(known) as server:
        assert days_left(Post(server.url).certificate()) == 0
    with mail_server() as server:
        assert Post(server.url).certificate() is None and Post(server.url, tls="off").certificate() is None


def test_where_nobody_answers_it_raises_what_the_network_says() -> None:
    with create_server(("127.0.0.1", 0)) as listening:
        place = listening.getsockname()
    with pytest.raises(OSError):
        certificates.of_tls(place)
