"""Takes over one child of a census, whole or not at all; taken over again, only what is new is added."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.planning.adapters import tables
from services.planning.adapters.baseline_file import BaselineRow
from services.planning.adapters.duties import duties_of
from services.planning.adapters.facts_of_a_child import as_they_are
from services.planning.adapters.histories import plans_of
from services.planning.commands.desk import Desk, find_to_change, new_id
from services.planning.commands.entries_of_a_child import NO_REASON, Entries
from services.planning.commands.import_baseline import enter_baseline
from services.planning.commands.reckon_duties import reckon_duties
from services.planning.domain import vocabulary as words
from services.planning.domain.census import CENSUS, CensusChild, Fault, Stretch, TimeInNeed, faults_of
from services.planning.domain.child import Assessment, Child, RecordedEvent
from services.planning.domain.duty import Duty
from services.planning.domain.plan import Plan
from services.planning.domain.wording import spoken
from services.planning.domain.working_days import CalendarRunsOut

_ENDINGS = {"RC2": "died", "RC5": "moved away"}
_REASON = "As the Children in Need census tells it"
_CLOSED = "The referral was closed, as the Children in Need census tells it"


class CannotTakeOver(Exception):
    """Nothing of the child was kept."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = tuple(faults)


class _OnlyTried(Exception):
    """Rolls back what was only to be tried."""


@dataclass(frozen=True)
class Taken:
    """`is_new`: not on record before; `changed`: something was added. The duties are as they are now."""

    is_new: bool
    changed: bool
    duties: tuple[Duty, ...]


def take_over_child(
    desk: Desk,
    session: Session,
    told: CensusChild,
    as_at: date,
    row: BaselineRow | None = None,
    only_try: bool = False,
) -> Taken:
    """In the caller's transaction, which stays good if the child is refused; `only_try`: nothing is kept.

    Raises CannotTakeOver.
    """
    faults = faults_of(told, desk.today)
    if faults:
        raise CannotTakeOver(faults)
    taken: Taken | None = None
    try:
        with session.begin_nested():
            taken = _take_over(desk, session, told, as_at, row)
            if only_try:
                raise _OnlyTried
    except _OnlyTried:
        pass
    except CalendarRunsOut as error:
        says = f"a date so far off that its working days are not known ({error}); check the dates"
        raise CannotTakeOver([Fault(told.line, "Child", says)]) from None
    assert taken is not None
    return taken


def _take_over(
    desk: Desk, session: Session, told: CensusChild, as_at: date, row: BaselineRow | None
) -> Taken:
    query = select(tables.child.c.id).where(tables.child.c.council_reference == told.reference)
    known = session.scalars(query).first()
    if known is None:
        entries = Entries(desk, session, _new_child(told, desk.today, as_at))
        _register(entries, told)
    else:
        entries = Entries(desk, session, find_to_change(session, Child, known))
        if entries.child.unborn and told.born:
            entries.be_born(told.born.on)
    _Past(entries, told, known is None).enter()
    child = entries.child
    if entries.any and child.known_from is None:
        child.known_from = min(as_at, child.registered_on)
    if row:
        enter_baseline(entries, row)
    changed = entries.any
    entries.put()
    changed = bool(reckon_duties(desk, session, child.id)) or changed
    if changed:
        desk.note(session, "take_over_child", child.id)
    return Taken(known is None, changed, tuple(duties_of(session, child.id)))


def _register(entries: Entries, told: CensusChild) -> None:
    """Somebody else who registers the same reference at this moment is found out here, at once."""
    try:
        entries.register()
        entries.session.flush()
    except IntegrityError:
        says = "somebody registered a child of this reference at the same moment; import the file again"
        raise CannotTakeOver([Fault(told.line, "LAchildID", says)]) from None


def _new_child(told: CensusChild, today: date, as_at: date) -> Child:
    """A census holds no names: until staff know better the child goes by the council's reference."""
    name = f"Child {told.reference}" if told.born else f"Unborn child {told.reference}"
    born = told.born.on if told.born else None
    expected = told.expected.on if told.expected else None
    return Child(new_id(), name, told.reference, born, expected, today, known_from=as_at)


class _Past:
    """What is on record of the child, and what the census adds to it."""

    def __init__(self, entries: Entries, told: CensusChild, is_new: bool) -> None:
        session, child = entries.session, entries.child.id
        self.entries, self.told = entries, told
        self.assessments: dict[date, Assessment] = {}
        self.events: set[tuple[str, date]] = set()
        self.plans: list[Plan] = []
        if is_new:
            return
        assessments = select(Assessment).where(tables.assessment.c.child == child)
        events = select(RecordedEvent).where(tables.recorded_event.c.child == child)
        self.assessments = {one.started_on: one for one in as_they_are(session, assessments)}
        self.events = {(one.kind, one.on) for one in as_they_are(session, events)}
        self.plans = plans_of(session, child)

    def enter(self) -> None:
        for time in self.told.times:
            self._event(words.REFERRAL, time.referral.on, _REASON)
            for stretch in time.assessments:
                self._assessment(stretch)
            for stretch in time.plans:
                self._plan(stretch, time)
            for stretch in time.protections:
                self._event(words.CP_PLAN_BEGAN, stretch.began.on, _REASON)
                if stretch.ended:
                    self._event(words.CP_PLAN_ENDED, stretch.ended.on, _REASON)
        for end in self._ends():
            if end not in {plan.ended_on for plan in self.plans}:
                self._event(words.PLAN_ENDED, end, _CLOSED)

    def _ends(self) -> Iterator[date]:
        """When the child's time in need ended: with the referral, or with the child's life."""
        for time in self.told.times:
            if time.closure:
                yield time.closure.on
            elif self.told.died:
                yield self.told.died.on

    def _event(self, kind: str, on: date, reason: str) -> None:
        if (kind, on) not in self.events:
            self.events.add((kind, on))
            self.entries.event(kind, on, reason, CENSUS)

    def _assessment(self, stretch: Stretch) -> None:
        known = self.assessments.get(stretch.began.on)
        authorised = stretch.ended.on if stretch.ended else None
        if known is None:
            self.entries.assess(stretch.began.on, authorised, CENSUS)
        elif stretch.ended and known.authorised_on is None:
            self.entries.authorise(known, stretch.ended.on, CENSUS)
        elif stretch.ended and known.authorised_on and known.authorised_on != authorised:
            here = f"on record here as authorised on {spoken(known.authorised_on)}"
            raise CannotTakeOver([stretch.ended.fault(f"{here}; correct whichever of the two is wrong")])

    def _plan(self, stretch: Stretch, time: TimeInNeed) -> None:
        known = next((plan for plan in self.plans if plan.agreed_on == stretch.began.on), None)
        if known is None:
            known = self._agreed(stretch)
        end = stretch.ended.on if stretch.ended else self.told.died.on if self.told.died else None
        if end and known.ended_on is None:
            self.entries.end(known, end, self._ending(end, time))
        elif stretch.ended and known.ended_on and known.ended_on != end:
            here = f"on record here as ended on {spoken(known.ended_on)}"
            raise CannotTakeOver([stretch.ended.fault(f"{here}; correct whichever of the two is wrong")])

    def _agreed(self, stretch: Stretch) -> Plan:
        for plan in self.plans:
            last = stretch.ended.on if stretch.ended else date.max
            if plan.agreed_on and plan.agreed_on <= last and stretch.began.on <= (plan.ended_on or date.max):
                here = f"a plan of {spoken(plan.agreed_on)} is on record here for the same time"
                raise CannotTakeOver([stretch.began.fault(f"{here}; correct whichever of the two is wrong")])
        draft = None if stretch.ended else next((p for p in self.plans if p.state == "draft"), None)
        plan = draft or Plan(new_id(), self.entries.child.id, objective="")
        if draft:
            plan.version += 1
        else:
            self.plans.append(plan)
        self.entries.agree(plan, stretch.began.on)
        return plan

    def _ending(self, end: date, time: TimeInNeed) -> str:
        if self.told.died and self.told.died.on == end:
            return "died"
        if any(stretch.began.on == end for stretch in self.told.all("protections")):
            return "escalated"
        if time.closure and time.closure.on == end:
            return _ENDINGS.get(time.closed_because, "closed")
        return NO_REASON
