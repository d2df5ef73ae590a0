"""The product's own way from an arranged meeting to mails that are sent and noted.

The scheduler and notifications run as they do in a house: their databases, the bus, the claims over HTTP.
Only planning is played, for its part is to know who is invited and where they live.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from cin.v1 import claims_pb2, meeting_pb2
from cin.v1.registry import TOPICS
from flask import Response

from bench.sink import Sink
from plumbing.bus import Record
from plumbing.clocks import CivilClock, MachineClock
from plumbing.contracts import Contracts
from plumbing.envelope import write_headers
from plumbing.house import House, bus_of
from plumbing.serve import ServeRole
from plumbing.settings import Settings
from plumbing.supervisor import Supervisor
from plumbing.trace import current_traceparent
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf
from services.notifications import main as notifications
from services.running import topic_specs
from services.scheduler import main as scheduler
from services.scheduler.domain.meeting_time import clock_words, meeting_time

INVITEES = 8
PLACE, PHONE = "Room 2, Example Centre, 1 High Street", "0191 496 0000"
_CONTRACTS = Contracts(TOPICS)
_PATIENCE = 300.0


@dataclass
class InvitingHouse:
    """`invite` returns when every mail is at the server and everything about it is noted."""

    house: House
    supervisor: Supervisor
    sink: Sink
    names: dict[str, tuple[str, str]] = field(default_factory=dict)

    def invite(self, meetings: Sequence[dict[str, Any]]) -> None:
        wanted = self.sink.taken() + sum(len(meeting["invitees"]) for meeting in meetings)
        self.house.bus.publish([self._record(meeting) for meeting in meetings])
        deadline = time.monotonic() + _PATIENCE
        while self.sink.taken() < wanted or self.supervisor.waiting():
            if time.monotonic() > deadline:
                raise RuntimeError(
                    f"not all invited: {self.supervisor.missing() + self.supervisor.waiting()}"
                )
            time.sleep(0.02)

    def _record(self, meeting: dict[str, Any]) -> Record:
        said = meeting_pb2.MeetingArranged(
            meeting=str(uuid4()),
            version=1,
            kind="review",
            starts=meeting["starts"],
            ends=meeting["ends"],
            children=["child-1"],
            invitees=[self._guest(invitee) for invitee in meeting["invitees"]],
            on=date.today().isoformat(),
        )
        address = _CONTRACTS.address(said)
        kind, trace = said.DESCRIPTOR.full_name, current_traceparent()
        headers = write_headers(str(uuid4()), kind, "planning", self.house.clock.now(), address.key, trace)
        return Record(address.topic, address.key, said.SerializeToString(), headers)

    def _guest(self, invitee: dict[str, str]) -> meeting_pb2.Invitee:
        person = str(uuid4())
        self.names[person] = invitee["name"], invitee["mail"]
        return meeting_pb2.Invitee(person=person, role="required", place_shown=True, contact_version=1)


@contextmanager
def inviting_house(folder: Path, sink: Sink, environment: Mapping[str, str]) -> Iterator[InvitingHouse]:
    """`environment`: which engines, as settings; none for SQLite and the log."""
    post = {"CIN_SMTP": f"smtp://127.0.0.1:{sink.port}", "CIN_SMTP_TLS": "off", "CIN_DATA": str(folder)}
    settings = Settings({**post, **environment})
    house = House(settings, bus_of(settings), CivilClock(settings.zone))
    house.bus.ensure_topics(topic_specs())
    made = InvitingHouse(house, Supervisor([]), sink)
    made.supervisor = Supervisor(_roles(house, made.names))
    made.supervisor.start()
    deadline = time.monotonic() + _PATIENCE
    while made.supervisor.missing() and time.monotonic() < deadline:
        time.sleep(0.05)
    try:
        yield made
    finally:
        made.supervisor.stop()
        house.close()


def _roles(house: House, names: dict[str, tuple[str, str]]) -> list[Any]:
    """Each API is bound before whoever asks it is made."""
    planning = ServeRole("planning", _planning(house, names), 0)
    house.settings.environment["CIN_URL_PLANNING"] = f"http://127.0.0.1:{planning.port}"
    desk = scheduler.desk_of(house)
    api = ServeRole("scheduler", scheduler.api(house, desk), 0)
    house.settings.environment["CIN_URL_SCHEDULER"] = f"http://127.0.0.1:{api.port}"
    sending = notifications.desk_of(house)
    return [planning, api, *scheduler.worker(house, desk), *notifications.worker(house, sending)]


def _planning(house: House, names: dict[str, tuple[str, str]]) -> Any:
    app = api_app("planning", house.tokens("planning"), MachineClock())
    routes = Blueprint("claims")

    @routes.get("/claims/meetings/<meeting>/invitees/<person>")
    @asks("claim_invitee", thing="meeting")
    def details(meeting: str, person: str) -> Response:
        name, mail = names[person]
        return protobuf(
            claims_pb2.InviteeDetails(
                person=person, name=name, mail=mail, place=PLACE, office_phone=PHONE, organiser="Meetings"
            )
        )

    add_routes(app, routes)
    return app


def some_meetings(count: int) -> list[dict[str, Any]]:
    """Plain data, for the product and its peer alike; a child's names and places are nobody's."""
    return [_meeting(number) for number in range(count)]


def _meeting(number: int) -> dict[str, Any]:
    day = date.today() + timedelta(days=30 + number % 90)
    starts, ends = f"{day}T10:00", f"{day}T11:30"
    at = meeting_time(starts, ends, ZoneInfo("Europe/London"))
    return {
        "starts": starts,
        "ends": ends,
        "place": PLACE,
        "phone": PHONE,
        "subject": f"Invitation: Meeting, {at.day}, {clock_words(at.starts)}",
        "when": f"{at.hours}, {at.day}",
        "invitees": [
            {"name": f"Guest {number} {one}", "mail": f"guest-{number}-{one}@people.example"}
            for one in range(INVITEES)
        ],
    }
