"""What a worked example expects of a meeting beside dates: who may chair it, and what its record is asked."""

from dataclasses import dataclass

from services.planning.domain.history import History
from services.planning.domain.vocabulary import MEETINGS
from services.planning.domain.wording import joined, spoken
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.chairs import chair_rule
from services.planning.procedures.council import Council
from services.planning.procedures.example_files import CHAIR, OfMeeting
from services.planning.procedures.questions import questions_for


@dataclass(frozen=True)
class Said:
    """What was expected and what the procedure says, in words; no rule, no clause where it says nothing."""

    expected: str
    found: str
    rule: str = ""
    ids: tuple[str, ...] = ()
    clause: str = ""


def meetings_of(council: Council) -> tuple[str, ...]:
    """What may be chaired and asked: the meetings that everybody knows, and a procedure's own events."""
    own = (event.name for edition in council.editions for event in edition.events)
    return tuple(dict.fromkeys((*MEETINGS, *own)))


def said_of(one: OfMeeting, council: Council, history: History, working_days: WorkingDays) -> Said:
    """For the child of this history, on the day that is asked about."""
    if one.about == CHAIR:
        return _chair(one, council, history)
    asked = questions_for(council, history, working_days, one.kind, one.on, one.having)
    force = "must" if asked and asked.must else "should"
    found = _asked(one, asked.asks if asked else (), force if one.force else "")
    expected = _asked(one, one.asks, one.force)
    if asked is None:
        return Said(expected, found)
    return Said(expected, found, f"questions of {one.kind}", asked.ids, asked.clause)


def _chair(one: OfMeeting, council: Council, history: History) -> Said:
    rule = chair_rule(council, one.kind, one.on, history)
    expected = _chaired(one, one.who, one.decided_by)
    if rule is None:
        return Said(expected, _chaired(one, (), ()))
    clause = council.edition_on(one.on).clause(rule)
    return Said(expected, _chaired(one, rule.who, rule.decided_by), rule.name, rule.ids, clause)


def _chaired(one: OfMeeting, who: tuple[str, ...], decided_by: tuple[str, ...]) -> str:
    other = f", another chair decided by {joined(decided_by, 'or')}" if decided_by else ""
    chair = joined(who, "or") or "nobody in particular"
    return f"the {one.kind} on {spoken(one.on)} is chaired by {chair}{other}"


def _asked(one: OfMeeting, asks: tuple[str, ...], force: str) -> str:
    verb = f"{force} answer" if force and asks else "answers"
    return f"the record of the {one.kind} on {spoken(one.on)} {verb} {' '.join(asks) or 'nothing'}"
