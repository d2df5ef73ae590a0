"""A folder of caught messages: exact bytes as .eml, the envelope beside it, in the order they came."""

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock

_NUMBER = re.compile(r"(\d{8})\.eml")


@dataclass(frozen=True)
class Envelope:
    """What SMTP said, whatever the headers say. `received` is an ISO instant by the machine clock."""

    sender: str
    recipients: tuple[str, ...]
    received: str


@dataclass(frozen=True)
class Caught:
    """One message as it came in."""

    id: str
    envelope: Envelope
    content: bytes


class Mailbox:
    """Several threads may keep and read; a message is there for good before `keep` returns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._lock = Lock()
        self._last = max((int(id) for id in self._ids()), default=0)

    def keep(self, sender: str, recipients: Sequence[str], received: str, content: bytes) -> str:
        """The .eml comes last: a message without its envelope is never seen."""
        envelope = Envelope(sender, tuple(recipients), received)
        with self._lock:
            id = f"{self._last + 1:08}"
            self._write(f"{id}.json", json.dumps(asdict(envelope)).encode())
            self._write(f"{id}.eml", content)
            self._last += 1
        return id

    def all(self, recipient: str = "", after: str = "") -> list[Caught]:
        """In the order they came; `recipient` is an address in any case, `after` a message's id."""
        wanted = recipient.strip().lower()
        caught = (self.one(id) for id in self._ids() if id > after)
        return [
            mail
            for mail in caught
            if mail and (not wanted or wanted in map(str.lower, mail.envelope.recipients))
        ]

    def one(self, id: str) -> Caught | None:
        if not re.fullmatch(r"\d{8}", id) or not (self._folder / f"{id}.eml").exists():
            return None
        envelope = json.loads((self._folder / f"{id}.json").read_text(encoding="utf-8"))
        envelope["recipients"] = tuple(envelope["recipients"])
        return Caught(id, Envelope(**envelope), (self._folder / f"{id}.eml").read_bytes())

    def _ids(self) -> Iterator[str]:
        for name in sorted(os.listdir(self._folder)):
            if match := _NUMBER.fullmatch(name):
                yield match[1]

    def _write(self, name: str, content: bytes) -> None:
        half = self._folder / f".{name}"
        with half.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.rename(self._folder / name)
        handle = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
