"""Several of the staff at once: no version is given twice, no change is lost, no two wait for each other."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from cin.v1 import delivery_pb2
from sqlalchemy import text

from services.planning.commands.allocate_child import allocate_child
from services.planning.commands.arrange_meeting import Guest, Occasion, arrange_meeting
from services.planning.commands.change_contact import change_contact
from services.planning.commands.decide_circulation import Decision, decide_circulation
from services.planning.commands.note_delivery import note_complete, note_copy_failed
from services.planning.commands.record_answer import record_answer
from services.planning.commands.record_event import record_event
from services.planning.commands.record_meeting import MeetingRecord, record_meeting
from services.planning.commands.register_person import link_person
from services.planning.commands.write_plan import PlannedAction, PlanText, draft_plan
from services.planning.domain.meeting import ANSWERS
from tests.at_once import at_once
from tests.cast import AMINA, JOAN
from tests.services.planning.commands.conftest import Office

AT_TEN = Occasion(datetime(2026, 12, 18, 10), datetime(2026, 12, 18, 11), "Civic Centre")


def _held(office: Office) -> str:
    office.assessed(date(2026, 12, 4))
    guests = [Guest(office.mother), Guest(office.father), Guest(office.visitor)]
    children = [office.noor, office.sami]
    meeting = arrange_meeting(office.desk, "planning meeting", children, AT_TEN, JOAN.id, guests)
    record_meeting(office.desk, meeting, MeetingRecord("held", frozenset({office.mother}), about_all="All."))
    return meeting


def _versions(office: Office, noun: str) -> list[tuple[str, int]]:
    """What was said of each thing of this noun, in the order of the outbox."""
    found = []
    for _, message in office.said():
        duty = getattr(message, "duty", None)
        of = duty if noun == "duty" and duty is not None and not isinstance(duty, str) else message
        if noun in {field.name for field in of.DESCRIPTOR.fields} and hasattr(of, "version"):
            found.append((getattr(of, noun), of.version))
    return found


def test_every_change_of_a_child_has_a_version_of_its_own_and_none_is_lost(office: Office) -> None:
    kind, today = "significant change", date(2026, 12, 18)

    def acts() -> Iterable[Callable[[], object]]:
        for _ in range(3):
            yield lambda: allocate_child(office.desk, office.noor, AMINA.id, by=AMINA.id)
            yield lambda: link_person(office.desk, office.visitor, office.noor, "school nurse")
            yield lambda: record_event(office.desk, office.noor, kind, today, "because", AMINA.id)

    with office.desk.database.read() as read:
        query = text("SELECT version FROM child WHERE id = :child")
        before = read.execute(query, {"child": office.noor}).scalar_one()
    at_once(acts())
    with office.desk.database.read() as read:
        assert read.execute(query, {"child": office.noor}).scalar_one() == before + 9


def test_a_contact_that_two_change_at_once_has_two_versions(office: Office) -> None:
    reach = {"phone": "", "address": "", "mail_safe": True, "post_safe": True, "by": AMINA.id}
    at_once(
        [
            lambda n=n: change_contact(office.desk, office.mother, mail=f"s{n}@family.example", **reach)
            for n in range(6)
        ]
    )
    said = [v.contact_version for name, v in office.said() if name == "ContactChanged"]
    assert len([one for one in said if one > 1]) == len({one for one in said if one > 1}) == 6


def test_a_meeting_recorded_corrected_and_answered_at_once_keeps_one_order(office: Office) -> None:
    meeting = _held(office)
    record = MeetingRecord("held", frozenset({office.mother}), about_all="All, corrected.")
    at_once(
        [
            *[lambda: record_meeting(office.desk, meeting, record)] * 3,
            lambda: record_answer(office.desk, meeting, office.father, ANSWERS[0]),
            *[lambda: allocate_child(office.desk, office.sami, AMINA.id, by=AMINA.id)] * 2,
        ]
    )
    recorded = [v.version for name, v in office.said() if name == "MeetingRecorded"]
    assert recorded == sorted(set(recorded)) and len(recorded) == 4


def test_two_who_decide_the_same_circulation_make_one_with_two_versions(office: Office) -> None:
    meeting = _held(office)
    decisions = [Decision(office.mother, "whole"), Decision(office.father, "nothing", reason="not a party")]
    decisions += [Decision(office.visitor, "whole")]
    at_once([lambda: decide_circulation(office.desk, meeting, decisions, AMINA.id)] * 3)
    due = [m for name, m in office.said() if name == "CirculationDue" and m.person == office.mother]
    assert len({m.circulation for m in due}) == 1
    assert [m.version for m in due] == [1, 2, 3]


def test_duties_have_rising_versions_whoever_reckons_them(office: Office) -> None:
    """Deliveries heard by the worker, and meetings corrected by staff, reckon the same children's duties."""
    meeting = _held(office)
    decisions = [Decision(office.mother, "whole"), Decision(office.father, "nothing", reason="not a party")]
    circulation = decide_circulation(
        office.desk, meeting, [*decisions, Decision(office.visitor, "whole")], AMINA.id
    )
    complete = delivery_pb2.CirculationComplete(circulation=circulation, version=1, on="2026-12-18")
    failed = delivery_pb2.CopyFailed(
        circulation=circulation, version=1, person=office.mother, reason="bounced", on="2026-12-18"
    )

    def hear() -> None:
        for _ in range(3):
            with office.desk.database.begin() as session:
                note_complete(office.desk, session, complete)
            with office.desk.database.begin() as session:
                note_copy_failed(office.desk, session, failed)

    def correct() -> None:
        for number in range(4):
            record = MeetingRecord("held", frozenset({office.mother}), about_all=f"All, again {number}.")
            record_meeting(office.desk, meeting, record)

    def plan() -> None:
        for number in range(4):
            action = PlannedAction("safe", "school", f"see {number}", "needed", date(2027, 1, 20))
            draft_plan(office.desk, office.sami, PlanText("To be well", [action]))

    at_once([hear, hear, correct, plan])
    of_each: dict[str, list[int]] = {}
    for duty, version in _versions(office, "duty"):
        of_each.setdefault(duty, []).append(version)
    assert of_each
    for versions in of_each.values():
        assert versions == sorted(set(versions)), of_each
