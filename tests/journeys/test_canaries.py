"""After a whole year nobody's name, address or words are where they must not be."""

import base64
import email
import os
import re
import sqlite3
import textwrap
from collections.abc import Iterator
from datetime import timedelta
from email.policy import default
from pathlib import Path
from urllib.parse import quote

import pytest

from demo import acts
from demo.browser import Visitor
from demo.playing import fresh_environment, running, town_of
from demo.stories import stories
from demo.year import Year
from plumbing.settings import Settings
from services.notifications.adapters import tables as notifications
from services.notifications.domain.hidden_words import Hidden, hits
from services.planning.adapters import personal as planning
from services.records.adapters import tables as records
from services.scheduler.adapters import tables as scheduler
from tests.canary import leaks
from tests.cast import CHILDREN, KARIM, MARTIN, OWEN, PEOPLE, SAMIRA, TOM
from tests.journeys.conftest import START, Played

REGISTERED = {
    "planning": set(planning.PERSONAL),
    "scheduler": set(getattr(scheduler, "PERSONAL", {})),
    "records": set(records.PERSONAL),
    "notifications": set(notifications.PERSONAL),
}


def _words() -> list[str]:
    """Everything personal that the cast brings: the strings are found nowhere else in the product."""
    found = [child.name for child in CHILDREN] + [child.reference for child in CHILDREN]
    found += [child.school for child in CHILDREN if child.school]
    for person in PEOPLE:
        found += [person.name, person.mail, person.phone, person.safe_note, person.agency]
        found += person.address.split("\n") + [value for _, value in person.hidden]
    found += list(acts._PARTS.values()) + ["A wrong address was found", "Keep to one bedtime"]
    return [word for word in found if len(word) > 8 and word not in ("Newcastle upon Tyne", "Education")]


WORDS = _words()


def _columns(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every column of every table, with all that stands in it."""
    with sqlite3.connect(path) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type='table'")]
        for table in tables:
            cursor = database.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
            for index, name in enumerate(names):
                cells = [row[index] for row in rows]
                raw = [cell if isinstance(cell, bytes) else str(cell).encode() for cell in cells]
                yield f"{table}.{name}", b"\n".join(raw)


@pytest.mark.parametrize("word", WORDS)
def test_each_planted_word_would_be_found_in_every_form(word: str) -> None:
    raw = word.encode()
    folded = base64.b64encode(b"before it " + raw + b" and after")
    for planted in (
        b"x " + raw + b" y",
        b'{"q": "' + quote(word).encode() + b'"}',
        b"a" + base64.b64encode(b"zz" + raw + b"zz") + b"b",
        "\r\n".join(textwrap.wrap(folded.decode(), 20)).encode(),
        b"DESCRIPTION:" + raw[:4] + b"\r\n " + raw[4:],
        raw[:3] + b"=\r\n" + raw[3:],
    ):
        assert leaks(planted, [word]) == [word], planted


def test_no_word_is_in_a_log_a_metric_or_an_address_of_a_page(played: Played) -> None:
    assert len(played.log) > 10_000
    assert leaks(played.log.encode(), WORDS) == []
    assert leaks(played.metrics.encode(), WORDS) == []
    assert leaks("\n".join(played.visited).encode(), WORDS) == []


def test_no_word_is_on_a_topic(played: Played) -> None:
    columns = dict(_columns(played.folder / "bus.db"))
    assert sum(len(content) for content in columns.values()) > 50_000
    for name, content in columns.items():
        assert leaks(content, WORDS) == [], name


@pytest.mark.parametrize("service", sorted(REGISTERED))
def test_no_word_is_in_a_column_that_is_not_registered_for_it(played: Played, service: str) -> None:
    found = {}
    for name, content in _columns(played.folder / f"{service}.db"):
        if name not in REGISTERED[service] and (leaked := leaks(content, WORDS)):
            found[name] = leaked
    assert found == {}


PLANTED = {
    "visit.note": "Kestrel seen asleep upstairs",
    "transfer.from_authority": "Quillford County Authority",
    "override.approved_by": "Ottoline Brackenbury",
    "override.reason": "Marigold needs longer between reviews",
    "override.reference": "ZEBRA-HOUSE/7741",
    "meeting.chair_reason": "Juniper asked for a familiar face",
    "meeting_answer.answer": "Tamarind still sleeps badly at home",
    "sign_off.remark": "Wisteria lane is to be left out",
    "plan.interim_reason": "Bluebell grandmother lies in hospital",
    "opening.reason": "Snowdrop was seen alone at the station",
    "opening_look.remark": "Foxglove was told by the night team",
}
"""By column, what a family's life may bring; each stands nowhere else in the product."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Oxfordshire's year up to its third review, and then everything that the family's own year has not."""
    folder = tmp_path_factory.mktemp("planted")
    settings = Settings({**os.environ, **fresh_environment(folder), "CIN_COUNCIL": "oxfordshire"})
    with running(settings):
        town = town_of(settings)
        town.ready()
        year = Year(town, lambda line: None, stories()["oxfordshire"])
        lines = year.play(START, START + timedelta(days=year.story.days))
        _plant(year)
        town.settle()
    yield Played(lines, folder, year)


def _plant(year: Year) -> None:
    child, day, note = f"/children/{year.child('sami')}", year.today, PLANTED
    year.amina.send(f"{child}/visit", on=day, seen="yes", note=note["visit.note"])
    year.amina.send(f"{child}/transfer", from_authority=note["transfer.from_authority"], resident_on=day)
    year.martin.send(
        f"{child}/overrides/new",
        rule="review",
        number="6",
        unit="months",
        role="team manager",
        since=day,
        approved_by=note["override.approved_by"],
        reason=note["override.reason"],
        reference=note["override.reference"],
    )
    plan = acts.write_plan(year.amina, year.child("sami"), "sami", day)
    reason = note["plan.interim_reason"]
    year.amina.send(f"{plan}/agree", on=day, interim="yes", interim_reason=reason)
    _open_it(year)
    meeting = _third_review(year)
    year.martin.send(f"{meeting}/chair", decided_by=MARTIN.id, reason=note["meeting.chair_reason"])
    _answer_otherwise(year, meeting)
    year.martin.send(f"{meeting}/sign-off", remark=note["sign_off.remark"])


def _open_it(year: Year) -> None:
    path, reason = f"/children/{year.child('sami')}/open", PLANTED["opening.reason"]
    Visitor(year.town.staff, OWEN).send(path, category="other", reason=reason)
    (opening,) = re.findall(r"/opened/[0-9a-f-]{36}/seen", year.martin.read("/opened"))
    year.martin.send(opening, remark=PLANTED["opening_look.remark"])


def _third_review(year: Year) -> str:
    """The last meeting whose record is asked anything."""
    found = re.findall(
        r'href="(/meetings/[0-9a-f-]{36})"', year.amina.read(f"/children/{year.child('noor')}")
    )
    return next(m for m in reversed(found) if 'name="answer_' in year.amina.read(f"{m}/record"))


def _answer_otherwise(year: Year, meeting: str) -> None:
    asked = re.findall(r'name="(answer_\d+_\d+)"', year.amina.read(f"{meeting}/record"))
    year.amina.send(
        f"{meeting}/record",
        outcome="held",
        attended=[year.family.of(SAMIRA)],
        about_all="As before.",
        **dict.fromkeys(asked, PLANTED["meeting_answer.answer"]),
    )


@pytest.mark.parametrize("column", sorted(PLANTED))
def test_each_planted_column_holds_its_word(planted: Played, column: str) -> None:
    assert column in REGISTERED["planning"]
    columns = dict(_columns(planted.folder / "planning.db"))
    assert leaks(columns[column], [PLANTED[column]]) == [PLANTED[column]]


def test_what_was_planted_is_in_no_log_on_no_topic_and_in_no_other_column(planted: Played) -> None:
    words = list(PLANTED.values())
    assert leaks(planted.log.encode(), words) == []
    for name, content in _columns(planted.folder / "bus.db"):
        assert leaks(content, words) == [], name
    for service, registered in REGISTERED.items():
        for name, content in _columns(planted.folder / f"{service}.db"):
            assert name in registered or leaks(content, words) == [], f"{service}: {name}"


def _leaves_for(played: Played, address: str) -> Iterator[str]:
    """Every part of every mail to this address, decoded, with its headers."""
    for path in sorted((played.folder / "mail").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        if address in str(message["To"]):
            yield str(message.items())
            for part in message.walk():
                if part.get_content_maintype() != "multipart":
                    content = part.get_payload(decode=True)
                    assert isinstance(content, bytes)
                    yield content.decode("utf-8", "replace")


@pytest.mark.parametrize("father", [KARIM, TOM], ids=lambda person: person.key)
def test_nothing_that_leaves_for_a_father_holds_the_mothers_address_refuge_or_phone(
    played: Played, father: object
) -> None:
    person = KARIM if father is KARIM else TOM
    secrets = [Hidden("a", "address", SAMIRA.address), Hidden("p", "phone", SAMIRA.phone)]
    secrets += [Hidden("r", kind, value) for kind, value in SAMIRA.hidden]
    texts = list(_leaves_for(played, person.mail)) if person.mail else []
    assert texts or person is TOM
    identity = played.year.family.of(person)
    with sqlite3.connect(played.folder / "records.db") as database:
        papers = database.execute(
            "SELECT d.text FROM copy c JOIN document d ON d.hash = c.document WHERE c.person = ?", [identity]
        ).fetchall()
    assert papers
    for text in [*texts, *(row[0] for row in papers)]:
        assert hits(text, secrets) == []
        assert leaks(text.encode(), [SAMIRA.phone, *SAMIRA.address.split("\n")[1:2]]) == []


def test_each_mail_has_one_recipient_and_nobody_elses_address(played: Played) -> None:
    paths = sorted((played.folder / "mail").glob("*.eml"))
    assert len(paths) > 50
    everyone = [person.mail for person in PEOPLE if person.mail]
    for path in paths:
        raw = path.read_bytes()
        message = email.message_from_bytes(raw, policy=default)
        to = message["To"].addresses
        assert len(to) == 1
        parts = [part.get_payload(decode=True) for part in message.walk() if not part.is_multipart()]
        text = raw + b"".join(part for part in parts if isinstance(part, bytes))
        assert [mail for mail in everyone if mail.encode() in text] == [to[0].addr_spec]
        assert leaks(str(message["Subject"]).encode(), WORDS) == []
