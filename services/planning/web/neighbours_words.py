"""What becomes of another service's refusal that no page of ours expected: its words, for who is reading."""

from typing import Any

from flask import Flask, current_app, render_template
from werkzeug.exceptions import NotFound

from plumbing.neighbour import NeighbourRefused
from plumbing.web.errors import failed
from services.planning.web.looks import sentence

SAID = frozenset({409, 422})
"""Statuses that tell a person something: not as it stands, or not with these values."""


def words_said(refusal: NeighbourRefused) -> str:
    return f"{sentence(refusal.words).rstrip('.')}. Nothing was changed."


def show_refusals(app: Flask) -> None:
    """To be called once. A refusal for another reason is a fault of ours, and is shown and noted as one."""
    app.register_error_handler(NeighbourRefused, _refused)


def _refused(refusal: NeighbourRefused) -> Any:
    if refusal.status == 404:
        return current_app.handle_http_exception(NotFound())
    if refusal.status not in SAID:
        return failed(refusal)
    page = render_template(
        "kit/error.html", heading="This cannot be done as it stands", advice=words_said(refusal)
    )
    return page, refusal.status
