"""What every page tells the browser to refuse: foreign scripts, frames, caches, referrers, forged posts."""

import secrets

from flask import Flask, Response, abort, g, request

from plumbing.web.loopback import needs_tls

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def content_security_policy(nonce: str) -> str:
    """Nothing but this origin's own files; a script in the page only with this response's nonce."""
    return (
        "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
        f"script-src 'self' 'nonce-{nonce}'; form-action 'self'; frame-src 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    )


def protect(app: Flask) -> None:
    """Must come before CSRF protection: its refusal is a page too, and needs the nonce."""
    app.before_request(_mint_nonce)
    app.before_request(_refuse_foreign_post)
    app.after_request(_set_headers)


def _mint_nonce() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)


def _refuse_foreign_post() -> None:
    """A browser says where a request comes from; a link from a mail may open a page, never change a thing."""
    if request.method in _UNSAFE and request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        abort(403)


def _set_headers(response: Response) -> Response:
    """A view may set its own stricter policy or its own caching; what it leaves out is filled in."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    nonce = g.get("csp_nonce") or secrets.token_urlsafe(16)
    response.headers.setdefault("Content-Security-Policy", content_security_policy(nonce))
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=300"
    else:
        response.headers.setdefault("Cache-Control", "no-store")
    if needs_tls(request):  # a proxy ends the TLS: what it hands on looks like plain HTTP
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response
