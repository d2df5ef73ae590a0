"""Who may chair which meeting, and what to say where the procedure asks for somebody else."""

from dataclasses import dataclass
from datetime import date

from services.planning.domain.history import History
from services.planning.domain.wording import joined, with_article
from services.planning.procedures.conditions import holds
from services.planning.procedures.council import Council
from services.planning.procedures.edition import Edition
from services.planning.procedures.rules import Chair

_NOBODY = History("", ())


@dataclass(frozen=True)
class ChairWarning:
    """The procedure asks for another chair: a warning, as whoever was in the chair, the meeting was held."""

    text: str
    clause: str
    ids: tuple[str, ...]


def chairs_of(council: Council, kind: str, on: date, history: History = _NOBODY) -> tuple[str, ...]:
    """The roles that may chair such a meeting on that day; empty where the procedure does not say."""
    rule = chair_rule(council, kind, on, history)
    return rule.who if rule else ()


def who_may_decide(council: Council, kind: str, on: date, history: History = _NOBODY) -> tuple[str, ...]:
    """The roles that may let somebody else chair; empty where the procedure names none."""
    rule = chair_rule(council, kind, on, history)
    return rule.decided_by if rule else ()


def all_who_may_decide(council: Council, kind: str, on: date) -> frozenset[str]:
    """As who_may_decide, for whatever child; every role that any clause on this chair names."""
    rules = [rule for rule in council.edition_on(on).chairs if rule.of == kind]
    return frozenset(role for rule in rules for role in rule.decided_by)


def who_may_chair(council: Council, kind: str, on: date, history: History = _NOBODY) -> str:
    """What the clause says of this chair, for a page: for whom it is, and who; empty where there is none."""
    rule = chair_rule(council, kind, on, history)
    if rule is None:
        return ""
    edition = council.edition_on(on)
    who = f"{rule.whom}: {_who(edition, rule)}" if rule.whom else _who(edition, rule)
    return f"{who[0].upper()}{who[1:]}.{_otherwise(edition, rule)} {edition.clause(rule)}."


def chair_warning(
    council: Council, kind: str, role: str, on: date, history: History = _NOBODY
) -> ChairWarning | None:
    """What is to be said when somebody of this role chairs the meeting; None where that is in order."""
    rule = chair_rule(council, kind, on, history)
    if rule is None or role in rule.who:
        return None
    edition = council.edition_on(on)
    clause = edition.clause(rule)
    text = (
        f"The {edition.word(kind)} is to be chaired by {_who(edition, rule)}; "
        f"this chair is recorded as {with_article(edition.word(role))}.{_otherwise(edition, rule)} {clause}."
    )
    return ChairWarning(text, clause, rule.ids)


def chair_rule(council: Council, kind: str, on: date, history: History = _NOBODY) -> Chair | None:
    """A rule for this child's circumstances comes before the general one; None where there is neither."""
    rules = [rule for rule in council.edition_on(on).chairs if rule.of == kind and holds(rule, history, on)]
    return next(iter(sorted(rules, key=lambda rule: not rule.when)), None)


def _who(edition: Edition, rule: Chair) -> str:
    return with_article(joined([edition.word(one) for one in rule.who], "or"))


def _otherwise(edition: Edition, rule: Chair) -> str:
    deciders = joined([edition.word(one) for one in rule.decided_by], "or")
    return f" A {deciders} may decide otherwise." if deciders else ""
