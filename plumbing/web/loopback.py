"""Whether a page was asked for on this machine itself, where there is no TLS, or from anywhere else."""

from urllib.parse import urlsplit

from flask import Request
from werkzeug.exceptions import SecurityError

_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def needs_tls(request: Request) -> bool:
    """Everywhere but on this machine's own loopback, where there is no certificate to be had."""
    try:
        return urlsplit(f"//{request.host}").hostname not in _LOOPBACK
    except SecurityError:  # a host that is not ours: routing is about to refuse it with a page
        return True
