"""What the record of one meeting in a series must answer: Oxfordshire's third review (OX27)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.planning.domain.history import Happening, History
from services.planning.domain.span import Span
from services.planning.domain.working_days import WorkingDays
from services.planning.procedures.conditions import in_all
from services.planning.procedures.council import Council, read_history
from services.planning.procedures.drafting import Drafting, span_of
from services.planning.procedures.overrides import allowing
from services.planning.procedures.rules import Questions, Timescale
from services.planning.procedures.stretches import Episode, episodes


@dataclass(frozen=True)
class Asked:
    """Questions that the record answers. Not `must`: they are put, and the record may go without."""

    asks: tuple[str, ...]
    must: bool
    clause: str
    ids: tuple[str, ...]
    says: str


def asks_any(council: Council, kind: str, on: date) -> bool:
    """Whether any meeting of this kind may have to answer: where not, nobody need read a history to know."""
    return any(rule.of == kind for rule in council.edition_on(on).questions)


def questions_for(
    council: Council,
    history: History,
    working_days: WorkingDays,
    kind: str,
    on: date,
    properties: Collection[str] = (),
) -> Asked | None:
    """What a meeting of this kind on that day must answer; None: nothing, or an earlier one already has.

    `properties`: those of the meeting, as one may keep it out of its series (an early review).
    """
    edition = council.edition_on(on)
    happenings = [h for h in read_history(edition, history) if h.on < on]
    running = episodes(edition, happenings)[-1]
    for rule in edition.questions:
        if rule.of != kind or set(properties) & set(rule.not_counting):
            continue
        must = not _longer(council, history, kind, on, working_days)
        if _falls_to(rule, running, on, working_days, by_number=must):
            return Asked(rule.asks, must, edition.clause(rule), rule.ids, rule.says)
    return None


def announced(drafting: Drafting, rule: Timescale, due: date | None, episode: Episode) -> Iterator[str]:
    """Beside the duty of the meeting that will have to answer: so that nobody is taken by surprise.

    Only a meeting of a series is announced: one that is held for once (after a change) is outside it.
    """
    for asking in drafting.edition.questions:
        if asking.of != rule.meets or due is None or not rule.every:
            continue
        must = not _longer(drafting.council, drafting.history, rule.meets, due, drafting.working_days)
        if _falls_to(asking, episode, due, drafting.working_days, by_number=must):
            yield (
                f"Its record answers {len(asking.asks)} questions "
                f"({drafting.edition.clause(asking)}): {' '.join(asking.asks)}"
            )


def _falls_to(
    rule: Questions, episode: Episode, on: date, working_days: WorkingDays, by_number: bool
) -> bool:
    """The meeting on that day is the one that is asked, and none before it was (reading 12)."""
    first = next((h for h in episode.happenings if h.kind == rule.since), None)
    if first is None:
        return False
    late = rule.or_after.after(first.on, working_days).due
    held = _series(rule, episode.happenings)
    asked = [h for number, h in enumerate(held, 1) if h.on >= late or (by_number and number >= rule.number)]
    return not asked and (on >= late or (by_number and len(held) + 1 == rule.number))


def _series(rule: Questions, happenings: Sequence[Happening]) -> list[Happening]:
    return [h for h in happenings if h.kind == rule.of and not any(map(h.has, rule.not_counting))]


def _longer(council: Council, history: History, kind: str, on: date, working_days: WorkingDays) -> bool:
    """A longer interval was approved for this child: the count of meetings no longer means what it did.

    A shorter one takes nothing away from what must be answered.
    """
    rule = next((rule for rule in council.edition_on(on).timescales if rule.name == kind), None)
    own = council.span(span_of(rule)) if rule else None
    return any(
        own is None or span.after(on, working_days).due > own.after(on, working_days).due
        for span in _approved(rule, history, on)
    )


def _approved(rule: Timescale | None, history: History, on: date) -> Iterator[Span]:
    """Each interval that was approved in place of the rule's own, and holds on that day."""
    for one in history.overrides:
        allowed = allowing(rule, one.role) if rule and one.rule == rule.name else None
        running = one.since <= on and (one.until is None or on <= one.until)
        if allowed and running and in_all(allowed.when, history.circumstances, on):
            yield Span.parse(one.span)
