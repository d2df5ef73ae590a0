"""The one file that speaks SMTP: one recipient per transaction, and three ways for it to end."""

import io
import math
import re
import smtplib
import socket
import ssl
import time
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from plumbing import certificates

_LINE_OF_DOTS = re.compile(rb"(?m)^\.")
_LOST = (OSError, smtplib.SMTPException)
"""No answer, or none that can be read."""


class TryLater(Exception):
    """The message certainly did not go: nothing was accepted. `code`: the status, 0 where none came."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(f"the mail server could not take it now ({code})")
        self.code = code


class Refused(Exception):
    """The server says that it will never take this message."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the mail server refused it ({code})")
        self.code = code


class Uncertain(Exception):
    """The connection or the answer was lost once the bytes were on their way: it may have gone."""


@dataclass(frozen=True)
class Post:
    """A mail server. `tls`: required (STARTTLS or smtps, certificate checked) unless it is "off".

    `timeout`: seconds without a sign from it before it has the bytes. `longest`: seconds for one mail, less
    than a supervisor waits for a sign from us and than its claim holds. Once it has the bytes only the latter
    counts: whoever loses patience there sends the mail a second time (RFC 5321, 4.5.3.2.6).
    """

    url: str
    tls: str = "required"
    user: str = ""
    password: str = ""
    timeout: float = 20.0
    longest: float = 90.0
    ca: str = ""
    """PEM file of who signed its certificate; empty: whom the system trusts."""

    def send(self, sender: str, recipient: str, message: bytes) -> None:
        """Returns when the server has taken it; raises TryLater, Refused or Uncertain."""
        try:
            server = self._connect()
        except smtplib.SMTPResponseException as error:
            raise TryLater(error.smtp_code) from None
        except _LOST:
            raise TryLater from None
        try:
            self._hand_over(server, sender, recipient, message)
        finally:
            server.close()

    def fault(self, sender: str = "") -> str | None:
        """As far as one can go without a mail: reached, TLS, password, our address; in words where not."""
        try:
            server = self._connect()
            code = server.mail(_bare(sender))[0] if sender else 0
            server.quit()
            if code >= 500:
                return f"it takes no mail from the address in CIN_MAIL_FROM ({code}): its own log says why"
        except smtplib.SMTPAuthenticationError:
            return "it refuses the user or the password: CIN_SMTP_USER, CIN_SMTP_PASSWORD"
        except smtplib.SMTPNotSupportedError:
            return "it offers no TLS or no sign-in here: try its port for submission, in CIN_SMTP"
        except smtplib.SMTPResponseException as error:
            return f"it answers {error.smtp_code} and lets nobody go on: its own log says why"
        except ssl.SSLCertVerificationError as error:
            return f"its certificate is not trusted ({error.verify_message}): CIN_SMTP_CA names who signed it"
        except ssl.SSLError:
            return "it speaks no TLS there: smtp:// for STARTTLS, smtps:// for TLS at once"
        except _LOST as error:
            words = getattr(error, "strerror", None) or type(error).__name__
            return f"it cannot be reached ({words}): is CIN_SMTP right, may we go there?"
        return None

    def certificate(self) -> bytes | None:
        """As the server shows it, whoever signed it; None where it offers no TLS. Raises OSError."""
        place = urlsplit(self.url)
        host = place.hostname or "127.0.0.1"
        if place.scheme == "smtps":
            return certificates.of_tls((host, place.port or 465))
        if self.tls == "off":
            return None
        try:
            server = smtplib.SMTP(host, place.port or 25, _own_name(), timeout=self.timeout)
        except smtplib.SMTPException:
            return None
        try:
            server.starttls(context=certificates.anybody())
            secured = server.sock
            return secured.getpeercert(binary_form=True) if isinstance(secured, ssl.SSLSocket) else None
        except smtplib.SMTPException:
            return None
        finally:
            server.close()

    def _connect(self) -> "_Within":
        place = urlsplit(self.url)
        host, name = place.hostname or "127.0.0.1", _own_name()
        until, each = time.monotonic() + self.longest, min(self.timeout, self.longest)
        if place.scheme == "smtps":
            port, trusted = place.port or 465, _certificates(self.ca)
            server: _Within = _WithinTLS(until, host, port, name, timeout=each, context=trusted)
        else:
            server = _Within(until, host, place.port or 25, name, timeout=each)
        try:
            if place.scheme != "smtps" and self.tls != "off":
                server.starttls(context=_certificates(self.ca))
            server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
        except BaseException:
            server.close()
            raise
        return server

    def _hand_over(self, server: "_Within", sender: str, recipient: str, message: bytes) -> None:
        try:
            code = server.mail(_bare(sender))[0]
            if not 200 <= code < 300:
                raise TryLater(code)  # even for good: it is about us, and no recipient is at fault
            _accepted(server.rcpt(recipient))
        except _LOST:
            raise TryLater from None
        _data(server, message)


class _Within(smtplib.SMTP):
    """Keeps to a moment over all steps: a socket's own time-out begins anew with each piece that drips in."""

    def __init__(self, until: float, *place: Any, **options: Any) -> None:
        self._until = until
        super().__init__(*place, **options)

    def seconds(self) -> float:
        """How long the next wait may be; raises TimeoutError where the time is over."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("one mail may not take so long")
        return min(left, self.timeout)

    def wait_to_the_end(self) -> None:
        """From now on a silence may last as long as the whole may."""
        self.timeout = math.inf

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = io.BufferedReader(_Pieces(self, self.sock))
        return super().getreply()

    def send(self, s: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(self.seconds())
        super().send(s)


class _WithinTLS(_Within, smtplib.SMTP_SSL):
    """The same, with TLS at once."""


class _Pieces(io.RawIOBase):
    """What a server answers, as it comes in."""

    def __init__(self, server: _Within, connection: socket.socket) -> None:
        self._server, self._socket = server, connection

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        self._socket.settimeout(self._server.seconds())
        return int(self._socket.recv_into(into))


def _bare(sender: str) -> str:
    """The address alone, of one that may be written with a name."""
    return parseaddr(sender)[1] or sender


def _certificates(ca: str) -> ssl.SSLContext:
    """Only where TLS is asked for: reading the machine's certificates takes longer than sending a mail."""
    return ssl.create_default_context(cafile=ca or None)


@cache
def _own_name() -> str:
    """What we call ourselves to a mail server; smtplib would look it up anew for each mail."""
    return socket.getfqdn()


def _data(server: _Within, message: bytes) -> None:
    """Before the server asks for the bytes nothing can have gone; after their end it may have."""
    try:
        code, _ = server.docmd("DATA")
        server.seconds()  # with no time left not even the first of the bytes goes
    except _LOST:
        raise TryLater from None
    if code != 354:
        _accepted((code if code >= 400 else 451, b""))
    try:
        server.send(_stuffed(message))
        server.wait_to_the_end()
        answer = server.getreply()
    except _LOST:
        raise Uncertain from None
    if not (200 <= answer[0] < 300 or 400 <= answer[0] < 600):
        raise Uncertain
    _accepted(answer)


def _stuffed(message: bytes) -> bytes:
    """Dots doubled at the beginnings of lines; the last line closed, or the final dot would end none."""
    end = b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n"
    return _LINE_OF_DOTS.sub(b"..", message) + end


def _accepted(answer: tuple[int, bytes]) -> None:
    code = answer[0]
    if 200 <= code < 300:
        return
    raise Refused(code) if code >= 500 else TryLater(code)
