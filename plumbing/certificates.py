"""How long the certificate of a server is good for, whoever signed it: only asked, never trusted."""

import socket
import ssl
from datetime import UTC, datetime

from cryptography import x509

_WAIT = 5.0
_POSTGRES_ASKS_FOR_TLS = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"
"""The SSLRequest of PostgreSQL's protocol; its answer is one letter, S where it speaks TLS."""

Place = tuple[str, int]


def days_left(certificate: bytes | None) -> int | None:
    """Whole days until it ends, negative afterwards; None where there is none."""
    if not certificate:
        return None
    ends = x509.load_der_x509_certificate(certificate).not_valid_after_utc
    return (ends - datetime.now(UTC)).days


def of_tls(place: Place) -> bytes | None:
    """Of a server that speaks TLS at once; raises OSError where nobody does."""
    with socket.create_connection(place, timeout=_WAIT) as connection:
        return _shown(connection, place[0])


def of_postgres(place: Place) -> bytes | None:
    """None where the server speaks no TLS."""
    with socket.create_connection(place, timeout=_WAIT) as connection:
        connection.sendall(_POSTGRES_ASKS_FOR_TLS)
        return _shown(connection, place[0]) if connection.recv(1) == b"S" else None


def _shown(connection: socket.socket, host: str) -> bytes | None:
    with anybody().wrap_socket(connection, server_hostname=host) as secured:
        return secured.getpeercert(binary_form=True)


def anybody() -> ssl.SSLContext:
    """For a look at a certificate that nothing is to depend on."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
