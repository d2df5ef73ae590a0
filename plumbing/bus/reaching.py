"""Why brokers cannot be reached: the client says the same of every cause, so each is looked at here."""

import socket
import ssl

from plumbing.bus.access import Brokers

_WAIT = 3.0
"""Seconds for a broker to answer."""


def why_not(brokers: Brokers) -> str | None:
    """One line, with what to do; None where one of them answers in the way that is expected."""
    reasons = [_why_not(brokers, address) for address in brokers.addresses]
    return None if None in reasons else str(reasons[0])


def why_refused(brokers: Brokers) -> str:
    """For brokers that answer and then hang up."""
    if brokers.access.user:
        return (
            f"the brokers refuse user {brokers.access.user} or its password: CIN_BUS_USER, CIN_BUS_PASSWORD"
        )
    return (
        "the brokers answer and hang up: they may want a user and a password (CIN_BUS_USER, CIN_BUS_PASSWORD)"
    )


def _why_not(brokers: Brokers, address: str) -> str | None:
    host, _, port = address.rpartition(":")
    where = (host.strip("[]"), int(port))
    try:
        with socket.create_connection(where, timeout=_WAIT) as connection:
            if brokers.tls:
                return _tls(connection, where[0], address, brokers.access.ca)
    except OSError as error:
        return f"broker {address} cannot be reached ({_named(error)}): is it running, is CIN_BUS right?"
    if _speaks_tls(where):
        return f"broker {address} speaks TLS only: use kafkas:// in CIN_BUS"
    return None


def _tls(connection: socket.socket, host: str, address: str, ca: str) -> str | None:
    try:
        with ssl.create_default_context(cafile=ca or None).wrap_socket(connection, server_hostname=host):
            return None
    except ssl.SSLCertVerificationError as error:
        return f"broker {address}: its certificate is not trusted ({error.verify_message}): see CIN_BUS_CA"
    except OSError:
        return f"broker {address} does not speak TLS: use kafka:// in CIN_BUS, or its other port"


def _speaks_tls(where: tuple[str, int]) -> bool:
    """Only asks; nothing is sent over it."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with socket.create_connection(where, timeout=_WAIT) as connection:
            with context.wrap_socket(connection):
                return True
    except OSError:
        return False


def _named(error: OSError) -> str:
    return error.strerror or type(error).__name__
