"""The scheduler's roles together: what planning says on the bus comes back as the scheduler's own word."""

import time
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from cin.v1 import alarm_pb2, duty_pb2, invitation_pb2, meeting_pb2
from sqlalchemy import MetaData

from plumbing.bus import TopicSpec, open_bus
from plumbing.clocks import CivilClock
from plumbing.consumer import Consumer
from plumbing.database import Database
from plumbing.house import House
from plumbing.outbox import Outbox
from plumbing.pipes import pipes
from plumbing.relay import Relay
from plumbing.settings import Settings
from plumbing.supervisor import Supervisor
from services.scheduler import main
from tests.services.scheduler.said import CONTRACTS, FATHER, arranged, duty

PATIENCE = 30.0


class Planning:
    """Says what a test wants said, and keeps what it hears."""

    def __init__(self, house, folder):
        metadata = MetaData()
        table = pipes(metadata)
        self.database = Database(f"sqlite:///{folder}/planning.db")
        with self.database.engine.begin() as connection:
            metadata.create_all(connection)
        self.outbox = Outbox(table, CONTRACTS, "planning", house.clock)
        self.heard = []
        kinds = (alarm_pb2.DutyDueSoon, alarm_pb2.DutyOverdue, invitation_pb2.InvitationDue)
        handlers = {kind: lambda _session, said, _envelope: self.heard.append(said) for kind in kinds}
        self.roles = [
            Relay("planning", self.database, table, house.bus),
            Consumer("planning", self.database, table, house.bus, CONTRACTS, handlers),
        ]

    def say(self, *messages):
        with self.database.begin() as session:
            for message in messages:
                self.outbox.put(session, message)


@pytest.fixture
def house(tmp_path):
    bus = open_bus(f"log:///{tmp_path}/bus.db")
    bus.ensure_topics({topic.name: TopicSpec(kept=timedelta(days=topic.kept_days)) for topic in main.TOPICS})
    house = House(Settings({"CIN_DATA": str(tmp_path)}), bus, CivilClock(ZoneInfo("Europe/London")))
    house.clock.steer(date(2026, 11, 26))
    yield house
    house.close()


@pytest.fixture
def town(house, tmp_path):
    planning = Planning(house, tmp_path)
    supervisor = Supervisor([*main.worker(house, main.desk_of(house)), *planning.roles])
    supervisor.start()
    yield planning, supervisor
    assert supervisor.stop() == []
    planning.database.close()


def settle(town):
    """Until every role says that nothing is waiting, twice."""
    _, supervisor = town
    deadline, still = time.monotonic() + PATIENCE, 0
    while still < 2:
        waiting = supervisor.waiting()
        still = 0 if waiting else still + 1
        assert time.monotonic() < deadline, waiting
        time.sleep(0.05)


def test_a_duty_is_called_on_its_days_as_the_civil_date_moves(town, house):
    planning, _ = town
    planning.say(duty_pb2.DutyOpened(duty=duty(), on="2026-11-26"))
    settle(town)
    said = {}
    for day in (date(2026, 12, 10), date(2026, 12, 11), date(2026, 12, 18), date(2026, 12, 19)):
        house.clock.steer(day)
        settle(town)
        said[day.day] = [type(one).__name__ for one in planning.heard]
    assert said == {
        10: [],
        11: ["DutyDueSoon"],
        18: ["DutyDueSoon"],
        19: ["DutyDueSoon", "DutyOverdue"],
    }
    assert [one.late for one in planning.heard] == [False, False]


def test_a_meeting_arranged_and_cancelled_is_heard_as_objects_in_their_order(town):
    planning, _ = town
    planning.say(arranged(), meeting_pb2.MeetingCancelled(meeting="meeting-1", version=2, on="2026-11-26"))
    settle(town)
    mine = [(one.method, one.sequence) for one in planning.heard if one.person == FATHER]
    assert mine == [("REQUEST", 0), ("CANCEL", 1)]


def test_every_role_is_ready_once_it_runs(town):
    _, supervisor = town
    settle(town)
    deadline = time.monotonic() + PATIENCE
    while missing := supervisor.missing():
        assert time.monotonic() < deadline, missing
        time.sleep(0.05)
