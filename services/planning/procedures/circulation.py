"""Whose copy of a held meeting's record is owed, by when and under which clause."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.planning.domain.duty import MET, Duty
from services.planning.domain.history import Circumstance, Happening, History
from services.planning.domain.span import the_day_after, the_day_before
from services.planning.domain.vocabulary import CIRCULATED, SIGNED_OFF
from services.planning.domain.wording import spoken
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.conditions import holds
from services.planning.procedures.council import Council, read_as
from services.planning.procedures.drafting import Drafting
from services.planning.procedures.rules import SignOff

BY_DECISION = "by decision"


@dataclass(frozen=True)
class Standing:
    """What one person was to a meeting: the four facts of reading 15, whether family, whether decided."""

    person: str
    invited: bool = False
    attended: bool = False
    party: bool = False
    family: bool = False
    service_role: str = ""
    decided: bool = False


@dataclass(frozen=True)
class Entitled:
    """A person whom the clause names; nothing goes before their copy is confirmed."""

    person: str
    because: str
    clause: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Circulation:
    """What goes out after a meeting (`of`), to which groups, with the duty that says by when.

    `gates` are the sign-offs that come first (SH9, GU7).
    """

    duty: Duty
    of: str
    to: tuple[str, ...]
    says: str
    gates: tuple[Duty, ...] = ()

    @property
    def held_back(self) -> tuple[str, ...]:
        """What must come before anything goes out, in words; empty where nothing stands in the way."""
        return self.duty.shortfall

    def entitled(self, people: Iterable[Standing]) -> tuple[Entitled, ...]:
        """Those of the people whom the clause names; a service role only where somebody decided it."""
        named = ((one.person, self._because(one)) for one in people)
        return tuple(Entitled(p, because, self.duty.clause, self.duty.ids) for p, because in named if because)

    def _because(self, one: Standing) -> str:
        if one.decided or one.service_role:
            return BY_DECISION if one.decided else ""
        return next((group for group in self.to if _BELONGS[group](one)), "")


_BELONGS: Mapping[str, Callable[[Standing], bool]] = {
    "everyone invited": lambda one: one.invited,
    "everyone who attended": lambda one: one.attended,
    "everyone party to the plan": lambda one: one.party,
    "the family": lambda one: one.family and one.invited,  # reading 16
}


def circulation_for(
    council: Council, history: History, meeting: str, working_days: WorkingDays
) -> Circulation | None:
    """The circulation that this meeting owes; None where it was not held or nothing is asked for."""
    found = next((happening for happening in history.happenings if happening.id == meeting), None)
    return _circulation(council, history, found, working_days) if found else None


def circulation_duties(council: Council, history: History, working_days: WorkingDays) -> list[Duty]:
    """For each held meeting its circulation, and the sign-off before it; no end of a plan ends them."""
    owed = (_circulation(council, history, h, working_days) for h in history.happenings)
    return [duty for circulation in owed if circulation for duty in (*circulation.gates, circulation.duty)]


def who_signs(council: Council, history: History, meeting: str) -> tuple[str, ...]:
    """The roles that may sign the record of this meeting off; empty where the procedure asks for nobody."""
    found = next((h for h in history.happenings if h.id == meeting), None)
    if found is None:
        return ()
    edition = council.edition_on(found.on)
    kind = read_as(edition, found).kind
    return next((g.who for g in edition.sign_offs if g.after == kind and g.met_by == SIGNED_OFF), ())


def _circulation(
    council: Council, history: History, meeting: Happening, working_days: WorkingDays
) -> Circulation | None:
    edition = council.edition_on(meeting.on)
    kind = read_as(edition, meeting).kind
    rule = next((rule for rule in edition.circulates if rule.after == kind), None)
    if rule is None:
        return None
    drafting = Drafting(council, edition, history, working_days)
    sent = [h.on for h in history.happenings if h.kind == CIRCULATED and h.of == meeting.id]
    later = [h.on for h in history.happenings if h.on > meeting.on and read_as(edition, h).kind == kind]
    closed = min((*sent, *(the_day_before(day) for day in later)), default=date.max)
    gates = tuple(
        _met(drafting.duty(gate, meeting, "the meeting"), _passed(gate, history, meeting))
        for gate in edition.sign_offs
        if gate.after == kind and _asked(gate, history, meeting, closed)
    )
    duty = _met(drafting.duty(rule, meeting, "the meeting"), sent)
    missing = tuple(f"It waits until {_to_come(council, gate)}." for gate in gates if gate.state != MET)
    return Circulation(
        replace(duty, shortfall=missing if duty.state != MET else ()), rule.of, rule.to, rule.says, gates
    )


def _asked(gate: SignOff, history: History, meeting: Happening, closed: date) -> bool:
    """On any day from the meeting to `closed`: that a panel is needed is often found after the meeting.

    `closed`: the day everything had gone out, or the last one before another such meeting made another plan.
    """
    kinds = (*gate.when, *gate.unless)
    turns = [day for c in history.circumstances if c.kind in kinds for day in _turns(c)]
    return any(holds(gate, history, day) for day in (meeting.on, *turns) if meeting.on <= day <= closed)


def _turns(circumstance: Circumstance) -> Iterator[date]:
    """The days on which what holds for the child may be another than the day before."""
    yield circumstance.since
    if circumstance.until and circumstance.until < date.max:
        yield the_day_after(circumstance.until)


def _passed(gate: SignOff, history: History, meeting: Happening) -> list[date]:
    """The days on which the gate was passed: the record's own signature, or an event after the meeting."""
    return [
        h.on
        for h in history.happenings
        if h.kind == gate.met_by and (h.of == meeting.id if gate.met_by == SIGNED_OFF else h.on >= meeting.on)
    ]


def _to_come(council: Council, gate: Duty) -> str:
    title = council.title(gate.name)
    by = f" by {spoken(gate.due)}" if gate.due else ""
    return f"this is done: {title[0].lower()}{title[1:]}{by} ({gate.clause})"


def _met(duty: Duty, days: list[date]) -> Duty:
    return replace(duty, state=MET, met_on=min(days)) if days else duty
