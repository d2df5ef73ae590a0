"""The API opens for exactly the document, the child or the circulation that a token names."""

import hashlib
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cin.v1.claims_pb2 import Document
from flask.testing import FlaskClient

from plumbing.clocks import CivilClock, MachineClock
from plumbing.database import Database
from plumbing.outbox import Outbox
from plumbing.tokens import Keys, Tokens
from plumbing.web.api import routes_without_guard
from services.records.adapters.register import Line, keep_once, write_line
from services.records.adapters.tables import PIPES, copy, document
from services.records.adapters.typesetting import Typesetter
from services.records.main import CONTRACTS, looks_of
from services.records.web.api import records_api
from tests.services.records.content import whole


class Asker:
    """planning, or for a claim notifications, asking records with a token for one action and thing."""

    def __init__(self, client: FlaskClient, keys: Keys) -> None:
        self.client = client
        self._keys = keys

    def bearer(self, action: str, thing: str) -> dict[str, str]:
        by = "notifications" if action == "claim_document" else "planning"
        token = Tokens(by, self._keys).sign("records", "a-person", action, thing, MachineClock().now())
        return {"Authorization": f"Bearer {token}"}


@pytest.fixture
def asker(database: Database, typesetter: Typesetter, tmp_path: Path) -> Asker:
    keys = Keys(tmp_path / "keys")
    outbox = Outbox(PIPES, CONTRACTS, "records", CivilClock(ZoneInfo("Europe/London")))
    app = records_api(Tokens("records", keys), MachineClock(), looks_of(database, outbox), typesetter)
    assert list(routes_without_guard(app)) == []
    return Asker(app.test_client(), keys)


@pytest.fixture
def filed(database: Database, typesetter: Typesetter) -> str:
    made = typesetter.minutes_and_plan(whole())
    with database.begin() as session:
        keep_once(
            session, document, hash=made.document, pdf=made.pdf, text=made.text, title=made.title,
            kind="minutes and plan", made_on=date(2026, 12, 22),
        )  # fmt: skip
    return made.document


@pytest.fixture
def circulation(database: Database) -> str:
    """One that records has heard of."""
    with database.begin() as session:
        keep_once(
            session, copy, circulation="c1", person="leanne", version=1, meeting="m1", view="whole",
            children=["maya"], by_when="2026-12-22", clause="", copies=1, state="filed",
            next_at=MachineClock().now(),
        )  # fmt: skip
    return "c1"


def test_a_claim_answers_the_document_with_its_words(asker: Asker, filed: str) -> None:
    answer = asker.client.get(f"/claims/documents/{filed}", headers=asker.bearer("claim_document", filed))
    claimed = Document.FromString(answer.data)
    assert answer.mimetype == "application/protobuf"
    assert hashlib.sha256(claimed.pdf).hexdigest() == claimed.document == filed
    assert "Bring Maya to breakfast club" in claimed.text
    assert claimed.title.startswith("Minutes and plan")


def test_a_person_gets_the_pdf_and_no_cache_keeps_it(asker: Asker, filed: str) -> None:
    answer = asker.client.get(f"/documents/{filed}", headers=asker.bearer("see_document", filed))
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_token_for_another_document_or_another_action_opens_nothing(asker: Asker, filed: str) -> None:
    for bearer in (asker.bearer("see_document", "0" * 64), asker.bearer("see_child", filed), {}):
        assert asker.client.get(f"/documents/{filed}", headers=bearer).status_code == 403


def test_a_document_that_was_never_filed_is_not_found(asker: Asker) -> None:
    answer = asker.client.get("/documents/none", headers=asker.bearer("see_document", "none"))
    assert answer.status_code == 404 and "never filed" in answer.get_json()["detail"]


def test_a_chronology_is_one_childs(asker: Asker, database: Database) -> None:
    now = MachineClock().now()
    with database.begin() as session:
        for child in ("maya", "jay"):
            line = Line(date(2026, 10, 16), 1, "event", f"of {child}", "Newcastle 1.1")
            write_line(session, child, "e", now, line, now)
    answer = asker.client.get("/children/maya/chronology", headers=asker.bearer("see_child", "maya"))
    (line_shown,) = answer.get_json()["chronology"]
    assert (line_shown["on"], line_shown["words"]) == ("2026-10-16", "of maya")
    assert line_shown["clause"] == "Newcastle 1.1"


def test_a_cover_is_made_from_what_is_given_and_nothing_else(asker: Asker, circulation: str) -> None:
    given = {"name": "Leanne Hughes", "address": ["14 Shields Road", "NE6 1AB"], "council": "Newcastle"}
    bearer = asker.bearer("print_copy", circulation)
    answer = asker.client.post(f"/circulations/{circulation}/cover", json=given, headers=bearer)
    assert answer.mimetype == "application/pdf" and answer.data.startswith(b"%PDF")


def test_a_cover_without_an_address_or_with_one_too_long_is_refused(asker: Asker, circulation: str) -> None:
    bearer = asker.bearer("print_copy", circulation)
    for address in ([], ["a very long line of an address " * 6] * 8):
        given = {"name": "Leanne Hughes", "address": address, "council": "Newcastle"}
        assert (
            asker.client.post(f"/circulations/{circulation}/cover", json=given, headers=bearer).status_code
            == 422
        )
