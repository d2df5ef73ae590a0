"""What a year has put before people: pages, mails, documents and covers; and whose words stand in it."""

import email
import io
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from email.policy import default
from pathlib import Path

from pypdf import PdfReader

from demo.browser import PageRefused
from demo.year import Year
from services.planning.procedures.council import councils, load_council

_TAG = re.compile(r"<[^>]+>")
_COPY = re.compile(r"/copies/([0-9a-f-]{36})/")
_TYPED = {"leicester": ("Leicestershire County Council",)}
"""What staff themselves write of another council: where the family came from."""


def words_of_pages(pages: Collection[str]) -> str:
    return re.sub(r"\s+", " ", " ".join(_TAG.sub(" ", page) for page in pages))


def mails(folder: Path) -> Iterator[str]:
    """Each mail with its headers and every part: the words, the calendar entry, the documents in it."""
    for path in sorted((folder / "mail").glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=default)
        parts = [part for part in message.walk() if not part.is_multipart()]
        words = [f"{name}: {value}" for name, value in message.items()]
        words += [_words_of(part.get_content_type(), _content(part)) for part in parts]
        yield _plain(" ".join(words))


def documents(folder: Path) -> list[str]:
    """Each document as it is printed, read out of its PDF."""
    with sqlite3.connect(folder / "records.db") as database:
        return [_plain(printed(row[0])) for row in database.execute("SELECT pdf FROM document")]


def covers(year: Year) -> list[str]:
    """The cover of each copy for somebody who has an address, as it would be printed now."""
    found = []
    for meeting, _ in year.gatherings.held():
        here = f"/meetings/{meeting}"
        page = year.dee.read(f"{here}/sent") if f'"{here}/sent"' in year.dee.read(here) else ""
        for person in sorted(set(_COPY.findall(page))):
            with suppress(PageRefused):  # no address
                found.append(_plain(printed(year.dee.load(f"{here}/copies/{person}/cover"))))
    return found


def printed(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def foreign(council: str, text: str) -> Mapping[str, set[str]]:
    """By other council: its names and the words of its own that stand in a text of this one.

    A word is excused only where it is also part of a word or a name of this council's own.
    """
    own = " / ".join((*_own(council), *_TYPED.get(council, ()))).lower()
    found = {}
    for name in (name for name in councils() if name != council):
        words = {word for word in _own(name) if word.lower() not in own}
        if there := {word for word in words if re.search(rf"\b{re.escape(word)}\b", text)}:
            found[name] = there
    return found


def _own(name: str) -> tuple[str, ...]:
    """How a council calls itself, where it is rung, and what it calls things."""
    council = load_council(name)
    words = (word for edition in council.editions for word in edition.words.values())
    return (council.name, council.local.called, council.local.office_phone, *words)


def _content(part: email.message.Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def _words_of(kind: str, content: bytes) -> str:
    if kind == "application/pdf":
        return printed(content)
    text = content.decode("utf-8", "replace")
    if kind == "text/calendar":
        return re.sub(r"\r?\n[ \t]", "", text)
    return _TAG.sub(" ", text) if kind == "text/html" else text


def _plain(text: str) -> str:
    return re.sub(r"[\s\u200b]+", " ", text)
