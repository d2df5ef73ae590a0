"""The one file that speaks SMTP: one recipient per transaction, and three ways for it to end."""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.utils import parseaddr
from functools import cache
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
    """A mail server. `tls`: required (STARTTLS or smtps, certificate checked) unless it is "off"."""

    url: str
    tls: str = "required"
    user: str = ""
    password: str = ""
    timeout: float = 20.0
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

    def fault(self) -> str | None:
        """As far as one can go without a mail: reached, TLS, password; in words where that fails."""
        try:
            self._connect().quit()
        except smtplib.SMTPAuthenticationError:
            return "it refuses the user or the password: CIN_SMTP_USER, CIN_SMTP_PASSWORD"
        except smtplib.SMTPNotSupportedError:
            return "it offers no TLS or no sign-in here: try its port for submission, in CIN_SMTP"
        except smtplib.SMTPResponseException as error:
            return f"it answers {error.smtp_code} and lets nobody go on: its own log says why"
        except ssl.SSLCertVerificationError as error:
            return f"its certificate is not trusted ({error.verify_message})"
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

    def _connect(self) -> smtplib.SMTP:
        place = urlsplit(self.url)
        host, name = place.hostname or "127.0.0.1", _own_name()
        if place.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                host, place.port or 465, name, timeout=self.timeout, context=_certificates(self.ca)
            )
        else:
            server = smtplib.SMTP(host, place.port or 25, name, timeout=self.timeout)
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

    def _hand_over(self, server: smtplib.SMTP, sender: str, recipient: str, message: bytes) -> None:
        address = parseaddr(sender)[1] or sender
        try:
            _accepted(server.mail(address))
            _accepted(server.rcpt(recipient))
        except _LOST:
            raise TryLater from None
        _data(server, message)


def _certificates(ca: str) -> ssl.SSLContext:
    """Only where TLS is asked for: reading the machine's certificates takes longer than sending a mail."""
    return ssl.create_default_context(cafile=ca or None)


@cache
def _own_name() -> str:
    """What we call ourselves to a mail server; smtplib would look it up anew for each mail."""
    return socket.getfqdn()


def _data(server: smtplib.SMTP, message: bytes) -> None:
    """Before the server asks for the bytes nothing can have gone; after their end it may have."""
    try:
        code, _ = server.docmd("DATA")
    except _LOST:
        raise TryLater from None
    if code != 354:
        _accepted((code if code >= 400 else 451, b""))
    try:
        server.send(_stuffed(message))
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
