"""Real mail servers on loopback: one that is told what to answer, with or without TLS."""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from socket import create_server, socket
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DROP = "drop"
"""Said in place of an answer: hang up without one."""
DRIP = "drip"
"""Said in place of an answer: one that never ends, a little of it at a time."""


class MailServer:
    """`says`: what it answers to a command, or DROP; `begin` is its greeting, `bytes` its answer to the
    first of the message's lines, `end` to the final dot. `taken`: each message as it came.
    `at_once`: TLS from the first byte on."""

    def __init__(self, certificate: Path | None = None, at_once: bool = False) -> None:
        self.says: dict[str, str] = {}
        self.taken: list[bytes] = []
        self.recipients: list[str] = []
        self.commands: list[str] = []
        self.pause = 0.0  # seconds before each answer
        self.pauses: dict[str, float] = {}  # more of them before one answer
        self._certificate = certificate
        self._at_once = at_once
        self._listening = create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def close(self) -> None:
        with suppress(OSError):
            self._listening.shutdown(2)
        self._listening.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            Thread(target=self._attend, args=(connection,), daemon=True).start()

    def _attend(self, connection: socket) -> None:
        connection.settimeout(5)
        if self._at_once:
            connection = self._secured(connection)
        with connection, suppress(OSError):
            self._talk(connection)

    def _talk(self, connection: socket) -> None:
        if not self._answer(connection, "begin", "220 ready"):
            return
        file = connection.makefile("rb")
        while line := file.readline():
            said = line.decode(errors="replace").strip()
            verb = said.split(" ")[0].upper()
            self.commands.append(said)
            if verb == "STARTTLS" and self._certificate:
                connection.sendall(b"220 go on\r\n")
                connection = self._secured(connection)
                file = connection.makefile("rb")
                continue
            if verb == "EHLO" and self._certificate:
                connection.sendall(b"250-here\r\n250 STARTTLS\r\n")
                continue
            if not self._answer(connection, verb, "354 go on" if verb == "DATA" else "250 well"):
                return
            if verb == "RCPT":
                self.recipients.append(said)
            if verb == "DATA" and not self.says.get("DATA") and not self._message(connection, file):
                return

    def _secured(self, connection: socket) -> socket:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self._certificate)
        return context.wrap_socket(connection, server_side=True)

    def _message(self, connection: socket, file) -> bool:
        lines = [file.readline()]
        if self.says.get("bytes") == DROP:
            return False
        while lines[-1] not in (b".\r\n", b""):
            lines.append(file.readline())
        if not lines[-1]:
            return False  # the sender is gone before the final dot: this is no message
        self.taken.append(b"".join(lines))
        return self._answer(connection, "end", "250 taken")

    def _answer(self, connection: socket, what: str, usual: str) -> bool:
        said = self.says.get(what, usual)
        time.sleep(self.pause + self.pauses.get(what, 0.0))
        while said == DRIP:
            connection.sendall(b"2")
            time.sleep(0.05)
        if said != DROP:
            connection.sendall(said.encode() + b"\r\n")
        return said != DROP


@contextmanager
def mail_server(certificate: Path | None = None, at_once: bool = False) -> Iterator[MailServer]:
    server = MailServer(certificate, at_once)
    try:
        yield server
    finally:
        server.close()


@contextmanager
def swallower() -> Iterator[str]:
    """The address of one that lets everybody connect and never says a word."""
    with create_server(("127.0.0.1", 0), backlog=50) as listening:
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"


def unstuffed(raw: bytes) -> bytes:
    """What a recipient gets: without the final dot, and with one dot fewer where a line begins with one."""
    lines = raw.removesuffix(b".\r\n").split(b"\r\n")
    return b"\r\n".join(line[1:] if line.startswith(b".") else line for line in lines)


def certificate(folder: Path, host: str) -> Path:
    """A certificate that nobody but its own file vouches for, in one file with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    known = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([known]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{host}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
