"""When the procedure, a holiday or an edition's day comes, every child is reckoned again, once."""

from dataclasses import replace
from datetime import date

from services.planning.adapters.duties import duties_of
from services.planning.adapters.progress import progress
from services.planning.commands.desk import Desk
from services.planning.commands.reckon_everybody import BATCH, everybody_waits, reckon_everybody
from services.planning.commands.register_child import register_child
from services.planning.domain.span import Span
from tests.services.planning.commands.conftest import Office


def always() -> bool:
    return True


def work(desk: Desk) -> int:
    done = 0
    while batch := reckon_everybody(desk, always):
        done += batch
    return done


def due(office: Office, name: str) -> date | None:
    with office.desk.database.read() as read:
        return next(duty.due for duty in duties_of(read, office.noor) if duty.name == name)


def other(desk: Desk, **local: object) -> Desk:
    """The same desk after its local.toml was changed."""
    changed = replace(desk.procedure, local=replace(desk.procedure.local, **local))  # type: ignore[arg-type]  # its own fields
    return replace(desk, procedure=changed)


def test_everybody_is_reckoned_once_and_not_again_while_nothing_changes(office: Office) -> None:
    office.assessed(office.desk.today)
    assert work(office.desk) >= 2
    assert everybody_waits(office.desk) is None
    assert reckon_everybody(office.desk, always) == 0


def test_a_changed_reminder_moves_every_childs_duties_and_is_announced(office: Office) -> None:
    office.assessed(office.desk.today)
    work(office.desk)
    before = len(office.said())
    sooner = other(office.desk, due_soon=Span.parse("9 working days"))
    assert "3 children" in str(everybody_waits(sooner))
    assert work(sooner) == 3
    moved = [message.duty.child for name, message in office.said()[before:] if name == "DutyMoved"]
    assert set(moved) == {office.noor, office.sami}


def test_a_later_edition_reckons_everybody_again_on_its_day_and_not_before(office: Office) -> None:
    """A running clock keeps its edition unless the file says that it moves."""
    office.assessed(office.desk.today)
    first = office.desk.procedure.editions[0]
    longer = replace(
        first,
        in_force=date(2027, 1, 4),
        sha256="of another file",
        timescales=tuple(
            replace(rule, within=Span.parse("2 months"), moves_running=True)
            if rule.name == "planning meeting"
            else rule
            for rule in first.timescales
        ),
    )
    desk = replace(office.desk, procedure=replace(office.desk.procedure, editions=(first, longer)))
    work(desk)
    was = due(office, "planning meeting")
    assert everybody_waits(desk) is None and was is not None
    desk.clock.steer(date(2027, 1, 4))
    assert everybody_waits(desk) is not None
    work(desk)
    now = due(office, "planning meeting")
    assert now is not None and now > was


def test_it_stops_between_children_when_told_to_and_keeps_nothing_half_done(office: Office) -> None:
    for number in range(BATCH):
        register_child(
            office.desk,
            name="A child",
            council_reference=f"R{number}",
            born_on=date(2020, 1, 1),
            expected_on=None,
        )
    asked = iter([True, False])
    assert reckon_everybody(office.desk, lambda: next(asked)) == 0
    with office.desk.database.read() as read:
        assert progress(read) is None
    assert reckon_everybody(office.desk, always) == BATCH
    assert work(office.desk) >= 2
    assert everybody_waits(office.desk) is None
