"""Runs in the post office's pod: the product's catcher, which takes mail only over TLS, with a password."""

import os
import ssl
import sys
from asyncio import AbstractEventLoop
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from plumbing.mail_catcher.catcher import LARGEST, MailCatcher
from services.running import run_until_told

HERE = Path("/etc/post-office")
"""Where its certificate, user and password are mounted."""
PLAIN = bool(os.environ.get("OFFICE_PLAIN"))
"""Without TLS, for a release that cannot be told whom to trust."""


def _conversation(catcher: MailCatcher, loop: AbstractEventLoop) -> SMTP:
    context = None if PLAIN else ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    if context:
        context.load_cert_chain(HERE / "server.pem")
    return SMTP(
        catcher,
        data_size_limit=LARGEST,
        enable_SMTPUTF8=True,
        hostname="post-office",
        tls_context=context,
        require_starttls=not PLAIN,
        auth_required=True,
        auth_require_tls=not PLAIN,
        authenticator=_known,
        loop=loop,
    )


def _known(_server: object, _session: object, _envelope: object, _way: str, given: Any) -> AuthResult:
    named = isinstance(given, LoginPassword) and [given.login, given.password]
    return AuthResult(success=named == [(HERE / name).read_bytes() for name in ("user", "password")])


if __name__ == "__main__":
    MailCatcher._conversation = _conversation  # type: ignore[method-assign]  # its one change
    sys.exit(run_until_told("mail:catcher", demo=False))
