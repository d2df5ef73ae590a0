"""Whose copy of a held meeting's record is owed, by when and under which clause."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from services.planning.domain.duty import MET, Duty
from services.planning.domain.history import Happening, History
from services.planning.domain.vocabulary import CIRCULATED
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.council import Council, read_as
from services.planning.procedures.drafting import Drafting

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
    """What goes out after a meeting (`of`), to which groups, with the duty that says by when."""

    duty: Duty
    of: str
    to: tuple[str, ...]
    says: str

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
    """One duty for each held meeting; the end of a plan does not end them."""
    owed = (_circulation(council, history, h, working_days) for h in history.happenings)
    return [circulation.duty for circulation in owed if circulation]


def _circulation(
    council: Council, history: History, meeting: Happening, working_days: WorkingDays
) -> Circulation | None:
    edition = council.edition_on(meeting.on)
    kind = read_as(edition, meeting).kind
    rule = next((rule for rule in edition.circulates if rule.after == kind), None)
    if rule is None:
        return None
    duty = Drafting(council, edition, history.child, working_days).duty(rule, meeting, "the meeting")
    return Circulation(_met(duty, history, meeting), rule.of, rule.to, rule.says)


def _met(duty: Duty, history: History, meeting: Happening) -> Duty:
    sent = [h.on for h in history.happenings if h.kind == CIRCULATED and h.of == meeting.id]
    return replace(duty, state=MET, met_on=min(sent)) if sent else duty
