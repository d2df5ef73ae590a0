"""What the scheduler tells on /metrics: alarms that are late, and invitations that failed."""

from datetime import date

from cin.v1 import delivery_pb2, duty_pb2
from prometheus_client import REGISTRY

from services.scheduler.adapters.tables import invitation
from services.scheduler.commands.invite_people import invite_people
from services.scheduler.commands.note_delivery import note_failed, note_sent
from services.scheduler.commands.set_alarm import open_alarm
from services.scheduler.commands.sweep_alarms import sweep_alarms
from services.scheduler.worker.measures import measure
from tests.services.scheduler.said import FATHER, arranged, duty


def figure(desk, name: str) -> float | None:
    measure(desk)
    return REGISTRY.get_sample_value(name, {"service": "scheduler"})


def test_an_alarm_is_late_from_its_day_until_it_has_called(desk) -> None:
    with desk.database.begin() as session:
        open_alarm(session, duty_pb2.DutyOpened(duty=duty(), on="2026-11-26"))
    desk.clock.steer(date(2026, 12, 10))
    assert (figure(desk, "alarms_late"), figure(desk, "alarms_late_days")) == (0, 0)
    desk.clock.steer(date(2026, 12, 14))
    assert (figure(desk, "alarms_late"), figure(desk, "alarms_late_days")) == (1, 3)
    sweep_alarms(desk)
    assert (figure(desk, "alarms_late"), figure(desk, "alarms_late_days")) == (0, 0)


def test_an_invitation_that_failed_counts_until_it_arrives_or_the_meeting_is_past(desk) -> None:
    with desk.database.begin() as session:
        invite_people(desk, session, arranged())
    assert figure(desk, "invitations_failed") == 0
    with desk.database.begin() as session:
        mine = invitation.select().where(invitation.c.person == FATHER)
        usual = {"invitation": session.execute(mine).one().id, "method": "REQUEST", "on": "2026-11-27"}
        note_failed(session, delivery_pb2.InvitationFailed(reason="bounced", **usual))
    assert figure(desk, "invitations_failed") == 1
    desk.clock.steer(date(2026, 12, 10))
    assert figure(desk, "invitations_failed") == 0
    desk.clock.steer(date(2026, 12, 9))
    assert figure(desk, "invitations_failed") == 1
    with desk.database.begin() as session:
        note_sent(session, delivery_pb2.InvitationSent(**usual))
    assert figure(desk, "invitations_failed") == 0
