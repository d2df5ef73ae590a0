"""After a whole year nobody's name, address or words are where they must not be."""

import base64
import email
import sqlite3
import textwrap
from collections.abc import Iterator
from email.policy import default
from pathlib import Path
from urllib.parse import quote

import pytest

from demo import acts
from services.notifications.adapters import tables as notifications
from services.notifications.domain.hidden_words import Hidden, hits
from services.planning.adapters import personal as planning
from services.records.adapters import tables as records
from services.scheduler.adapters import tables as scheduler
from tests.canary import leaks
from tests.cast import CHILDREN, KARIM, PEOPLE, SAMIRA, TOM
from tests.journeys.conftest import Played

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
