"""Makes a Flask application that serves pages in the GOV.UK style, locked down before its first route."""

from collections.abc import Collection
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, request
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup

from plumbing.web.access import follow
from plumbing.web.brand import Brand
from plumbing.web.compiled import COMPILED
from plumbing.web.errors import error_pages
from plumbing.web.guard import unguarded
from plumbing.web.headers import protect
from plumbing.web.sessions import SessionStore
from plumbing.web.shown import shown
from plumbing.web.words import civil_date_words

_STATIC = Path(__file__).parent / "static"
LARGEST = 2 * 1024 * 1024
"""Bytes that a form may send."""


def pages_app(
    name: str,
    *,
    secret: bytes,
    sessions: SessionStore | None,
    brand: Brand,
    template_folder: Path,
    hosts: Collection[str] = ("127.0.0.1", "localhost"),
) -> Flask:
    """`name` names the cookie too. `sessions=None` is for pages without forms. Only `hosts` are answered."""
    app = Flask(
        name,
        root_path=str(template_folder.parent),
        template_folder=str(template_folder),
        static_folder=_STATIC,
    )
    app.config.update(_settings(secret, hosts))
    if sessions is not None:
        app.session_interface = sessions
    _templates(app, brand)
    follow(app, take_over=False)
    protect(app)
    CSRFProtect(app)
    error_pages(app)
    app.add_url_rule("/theme.css", "theme", _theme(brand))
    return app


def _settings(secret: bytes, hosts: Collection[str]) -> dict[str, Any]:
    return {
        "SECRET_KEY": secret,
        "TRUSTED_HOSTS": list(hosts),
        "MAX_CONTENT_LENGTH": LARGEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST,  # else Flask refuses half a megabyte of typed text
        "MAX_FORM_PARTS": 2000,
        "WTF_CSRF_TIME_LIMIT": None,  # the session's own end is the limit
        "WTF_CSRF_SSL_STRICT": False,  # we send no referrer; Sec-Fetch-Site is checked instead
    }


def _templates(app: Flask, brand: Brand) -> None:
    # Nunjucks prints nothing for null, Jinja prints "None": an empty text box came back holding that word
    app.jinja_options = {
        "finalize": lambda value: "" if value is None else value,
        "trim_blocks": True,
        "bytecode_cache": COMPILED,
    }
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    own = app.jinja_loader
    loaders = [loader for loader in (own, PackageLoader("plumbing.web"), govuk) if loader]
    app.jinja_loader = ChoiceLoader(loaders)
    app.jinja_env.globals.update(
        brand=brand, shown=shown, notice=_notice, static_url=_static_url, theme_url=_theme_url
    )
    app.jinja_env.filters["civil_date"] = civil_date_words

    @app.context_processor
    def _nonce() -> dict[str, Any]:
        return {"cspNonce": g.get("csp_nonce", "")}


def _notice(message: str) -> Markup:
    return Markup('<p class="govuk-notification-banner__heading">{}</p>').format(message)


def _static_url(path: str) -> str:
    """Not url_for: an error page must come out even where the host itself was refused."""
    return f"{request.script_root}/static/{path}"


def _theme_url() -> str:
    return f"{request.script_root}/theme.css"


def _theme(brand: Brand) -> Any:
    @unguarded("colours only")
    def theme() -> Response:
        return Response(brand.theme, mimetype="text/css", headers={"Cache-Control": "public, max-age=300"})

    return theme
