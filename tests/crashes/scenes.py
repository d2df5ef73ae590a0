"""The three workers that are killed: what each is told, what must come of it, and where it may be killed."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email import message_from_bytes
from email.utils import parseaddr
from hashlib import sha256
from types import TracebackType
from typing import Any

from cin.v1 import alarm_pb2, claims_pb2, copy_pb2, delivery_pb2
from cin.v1.copy_pb2 import CopyFiled
from google.protobuf.message import Message

from plumbing.pipes import Pipes
from plumbing.tokens import Keys, Tokens
from services.notifications.adapters import tables as notifications
from services.records.adapters import tables as records
from services.scheduler.adapters import tables as scheduler
from tests.crashes import saying
from tests.services.notifications.mail_servers import MailServer
from tests.services.notifications.neighbours import Neighbourhood
from tests.services.notifications.said import recipient

OF_EVERY_CONSUMER = (
    "consumer: effect written, not committed",
    "consumer: effects kept, offset not committed",
)
OF_EVERY_WORKER = ("relay: before publishing", "relay: published, not marked", *OF_EVERY_CONSUMER)


class Surroundings(AbstractContextManager["Surroundings"]):
    """The neighbours and the mail server of a stage, over real HTTP and SMTP."""

    def __init__(self, keys: Keys) -> None:
        for service in ("planning", "scheduler", "records", "notifications"):
            Tokens(service, keys)
        self.neighbours = Neighbourhood(keys)
        self.mail = MailServer()
        self.document = self.neighbours.file()

    @property
    def environment(self) -> dict[str, str]:
        urls = {f"CIN_URL_{name.upper()}": url for name, url in self.neighbours.urls.items()}
        return {**urls, "CIN_SMTP": self.mail.url, "CIN_SMTP_TLS": "off"}

    def mails(self) -> Counter[str]:
        """How often each Message-ID was taken; the same one with other bytes is an error."""
        bytes_of: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for raw in list(self.mail.taken):
            name = str(message_from_bytes(raw)["Message-ID"])
            digest = sha256(raw).hexdigest()
            assert bytes_of.setdefault(name, digest) == digest, f"{name} left with other bytes"
            counted[name] += 1
        return counted

    def reached(self) -> set[str]:
        """The addresses to which a whole mail was taken."""
        return {parseaddr(str(message_from_bytes(raw)["To"]))[1] for raw in list(self.mail.taken)}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.mail.close()
        self.neighbours.close()


@dataclass(frozen=True)
class Scene:
    """`tell` makes messages, about so many; `effects` what must be announced for them, each once."""

    service: str
    pipes: Pipes
    points: tuple[str, ...]
    tell: Callable[[Surroundings, int], Sequence[Message]]
    effects: Callable[[Sequence[Message]], list[object]]
    key: Callable[[Message], object]
    mails_each: bool = False
    without_mail: tuple[str, ...] = ()
    """At these points no mail is taken: a kill there must not fall between an answer and its note."""

    def not_mailed(self, told: Sequence[Any], around: Surroundings) -> list[str]:
        """Whom no mail has reached, though each message says that one must."""
        if not self.mails_each:
            return []
        reached = around.reached()
        addresses = {around.neighbours.recipients[one.person].mail for one in told}
        return [f"no mail to {address}" for address in addresses if address not in reached]

    @property
    def target(self) -> str:
        return f"{self.service}:worker"


def _name(message: Any) -> str:
    return str(message.DESCRIPTOR.name)


def _overdue(told: Sequence[Any]) -> list[object]:
    return [("DutyOverdue", one.duty.duty) for one in told if one.DESCRIPTOR.name == "DutyMoved"]


def _alarm_key(message: Any) -> object:
    assert isinstance(message, alarm_pb2.DutyOverdue), _name(message)
    return _name(message), message.duty


def _circulate(around: Surroundings, count: int) -> Sequence[Message]:
    """Planning will answer for each with a content of its own."""
    told = saying.circulations(count)
    for due in told:
        section = claims_pb2.Section(heading="Minutes", paragraphs=[f"Agreed: {due.circulation}."])
        content = claims_pb2.CopyContent(
            circulation=due.circulation, version=1, title="Minutes and plan", heading="Meeting"
        )
        content.sections.append(section)
        content.council, content.language, content.clause = "Newcastle City Council", "en", due.clause
        around.neighbours.contents[due.circulation] = content
    return told


def _copies(told: Sequence[Any]) -> list[object]:
    return [("CopyFiled", one.circulation, one.person) for one in told]


def _filed_key(message: Any) -> object:
    assert isinstance(message, copy_pb2.CopyFiled), _name(message)
    return _name(message), message.circulation, message.person


def _to_send(around: Surroundings, count: int) -> Sequence[CopyFiled]:
    told = saying.filed(count, around.document)
    for one in told:
        around.neighbours.recipients[one.person] = recipient(one.person)
    return told


def _sent(told: Sequence[Any]) -> list[object]:
    copies: list[object] = [("CopySent", one.circulation, one.person) for one in told]
    return copies + [("CirculationComplete", one) for one in {one.circulation for one in told}]


def _sent_key(message: Any) -> object:
    if isinstance(message, delivery_pb2.CirculationComplete):
        return _name(message), message.circulation
    assert isinstance(message, delivery_pb2.CopySent), _name(message)
    return _name(message), message.circulation, message.person


SCENES = {
    "alarms": Scene(
        "scheduler",
        scheduler.plumbing,
        (*OF_EVERY_WORKER, "alarms: called, not committed"),
        lambda _, count: saying.duties(count // 2),
        _overdue,
        _alarm_key,
    ),
    "rendering": Scene(
        "records",
        records.PIPES,
        (*OF_EVERY_CONSUMER, "rendering: set, not filed", "rendering: filed, not committed"),
        _circulate,
        _copies,
        _filed_key,
    ),
    "sending": Scene(
        "notifications",
        notifications.plumbing,
        ("preparing: fetched, not kept", "sending: claimed, not sent", "sending: accepted, not noted"),
        _to_send,
        _sent,
        _sent_key,
        mails_each=True,
        without_mail=("preparing: fetched, not kept",),
    ),
}
"""Alarms takes messages one by one, rendering up to fifty in a transaction."""


def rows() -> dict[tuple[str, str], str]:
    """Scene and point: what the crash table calls it; a point of several scenes with the scene's name."""
    pairs = [(name, point) for name, scene in SCENES.items() for point in scene.points]
    often = Counter(point for _, point in pairs)
    return {(name, point): f"{point} ({name})" if often[point] > 1 else point for name, point in pairs}
