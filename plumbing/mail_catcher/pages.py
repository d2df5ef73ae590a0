"""Caught mail in a browser, as its recipients would see it; and as JSON, for a driver that plays them."""

import secrets
from email.utils import parseaddr
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import Flask, Response, abort, jsonify, render_template, request, send_file

from plumbing.mail_catcher.mailbox import Caught, Mailbox
from plumbing.mail_catcher.reading import Letter, open_letter
from plumbing.web.brand import Brand
from plumbing.web.guard import assert_guarded, unguarded
from plumbing.web.pages import pages_app

_WHY = "only mail that was caught in a rehearsal, on loopback"
_BODY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"
"""A mail's own HTML: it may look like itself, and do nothing."""
BRAND = Brand(
    name="Caught mail",
    service="Nothing here has left this machine",
    header="#4c2c92",
    accent="#4c2c92",
    phase="Rehearsal",
    phase_words="Mail that would have been sent. Nobody has received it.",
)


def catcher_app(mailbox: Mailbox, zone: ZoneInfo) -> Flask:
    """Reads only: it has no form and keeps no session."""
    app = pages_app(
        "caught-mail",
        secret=secrets.token_bytes(32),
        sessions=None,
        brand=BRAND,
        template_folder=Path(__file__).parent / "templates",
    )
    _lists(app, mailbox, zone)
    _one(app, mailbox, zone)
    assert_guarded(app)
    return app


def _lists(app: Flask, mailbox: Mailbox, zone: ZoneInfo) -> None:
    @app.get("/")
    @unguarded(_WHY)
    def inbox() -> str:
        wanted = request.args.get("to", "")
        mails = [(mail, open_letter(mail, zone)) for mail in reversed(mailbox.all(wanted))]
        people = sorted({person for mail in mailbox.all() for person in mail.envelope.recipients})
        return render_template("inbox.html", mails=mails, people=people, wanted=wanted)

    @app.get("/messages.json")
    @unguarded(_WHY)
    def messages() -> Response:
        asked = request.args
        found = mailbox.all(asked.get("to", ""), asked.get("after", ""))
        listed = [_envelope(mail) for mail in found]
        if "envelopes" not in asked:  # who only asks where mail went need not have each of them opened
            listed = [one | _opened(mail, zone) for one, mail in zip(listed, found, strict=True)]
        return jsonify(listed)


def _one(app: Flask, mailbox: Mailbox, zone: ZoneInfo) -> None:
    def caught(id: str) -> Caught:
        return mailbox.one(id) or abort(404)

    @app.get("/messages/<id>")
    @unguarded(_WHY)
    def message(id: str) -> str:
        mail = caught(id)
        letter = open_letter(mail, zone)
        return render_template("message.html", mail=mail, letter=letter, source=_source(mail))

    @app.get("/messages/<id>/body")
    @unguarded(_WHY)
    def body(id: str) -> Response:
        headers = {"Content-Security-Policy": _BODY_POLICY, "X-Frame-Options": "SAMEORIGIN"}
        return Response(open_letter(caught(id), zone).html, mimetype="text/html", headers=headers)

    @app.get("/messages/<id>/parts/<int:index>")
    @unguarded(_WHY)
    def part(id: str, index: int) -> Response:
        return _part(open_letter(caught(id), zone), index)

    @app.get("/messages/<id>.eml")
    @unguarded(_WHY)
    def source(id: str) -> Response:
        return Response(caught(id).content, mimetype="message/rfc822")


def _part(letter: Letter, index: int) -> Response:
    """A PDF opens; anything else is saved, so that nothing of a stranger's runs here."""
    found = next((each for each in letter.attachments if each.index == index), None) or abort(404)
    opens = found.kind == "application/pdf"
    response = send_file(
        BytesIO(found.content),
        mimetype=found.kind if opens else "application/octet-stream",
        as_attachment=not opens,
        download_name=found.name,
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _envelope(mail: Caught) -> dict[str, Any]:
    return {
        "id": mail.id,
        "from": mail.envelope.sender,
        "to": list(mail.envelope.recipients),
        "received": mail.envelope.received,
        "source": f"/messages/{quote(mail.id)}.eml",
    }


def _opened(mail: Caught, zone: ZoneInfo) -> dict[str, Any]:
    letter = open_letter(mail, zone)
    card = letter.calendar
    return {
        "reply_to": parseaddr(letter.headers.get("Reply-To", ""))[1],
        "subject": letter.headers.get("Subject", ""),
        "date": letter.headers.get("Date", ""),
        "text": letter.text,
        "method": card.method if card else None,
        "uid": card.uid if card else None,
        "sequence": int(card.sequence) if card and card.sequence.isdigit() else None,
        "attachments": [each.name for each in letter.attachments],
    }


def _source(mail: Caught) -> str:
    """The start of it: a PDF in base64 is no reading matter."""
    text = mail.content[:20_000].decode("utf-8", "replace")
    return text if len(mail.content) <= 20_000 else f"{text}\n… ({len(mail.content)} bytes in all)"
