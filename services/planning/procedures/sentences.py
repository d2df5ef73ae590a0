"""Says one rule of a procedure in plain sentences, each made from what the rule holds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.planning.domain.permission import BUSINESS_SUPPORT
from services.planning.domain.span import Span
from services.planning.domain.vocabulary import HAVING, PHRASES, SIGNED_OFF
from services.planning.domain.wording import joined, with_article
from services.planning.procedures.council import NOT_SET, Council
from services.planning.procedures.edition import Edition
from services.planning.procedures.rules import (
    EACH,
    EARLIEST,
    GRID,
    LATEST,
    LATEST_OF_ALL,
    PRODUCT_DEFAULT,
    Chair,
    Circulate,
    Conditional,
    Event,
    Local,
    Override,
    Questions,
    SignOff,
    Timescale,
)

_BETWEEN = {
    EARLIEST: "the earliest of: {}",
    LATEST: "the latest of: {}",
    LATEST_OF_ALL: "the last of these, once all have happened: {}",
    EACH: "each of: {}",
}


@dataclass(frozen=True)
class Sayer:
    """Speaks for one council about one edition, in that council's words."""

    council: Council
    edition: Edition

    def timescale(self, rule: Timescale) -> Iterator[str]:
        yield self._when_due(rule)
        if rule.counted == GRID:
            yield "Counted on a fixed grid from that first day: a late one does not move the next."
        if rule.shows_grid:
            yield "Where one was not in its turn, the date in an unbroken count is shown too."
        if rule.aim:
            yield f"To aim for: {rule.aim}."
        yield f"This {rule.force} be done, by {self._by(rule.by)}."
        yield from _for_whom(rule)
        yield from self._what_counts(rule)
        yield from self._what_changes_it(rule)
        yield from map(self._override, rule.override)

    def sign_off(self, rule: SignOff) -> Iterator[str]:
        within = self._span(rule.within)
        met_by = "the signature on the record" if rule.met_by == SIGNED_OFF else self._word(rule.met_by)
        yield (
            f"After the {self._word(rule.after)}, within {within}: signed off by {self._a(rule.who)}. "
            "Nothing of the meeting goes out before."
        )
        yield f"This {rule.force} be done. Met by: {met_by}."
        yield from _for_whom(rule)

    def circulate(self, rule: Circulate) -> Iterator[str]:
        to = joined([self._word(one) for one in rule.to])
        yield f"After the {self._word(rule.after)} its {rule.of}: to {to}, within {self._span(rule.within)}."
        yield f"This {rule.force} be done, by {self._by(rule.by)}."

    def chair(self, rule: Chair) -> Iterator[str]:
        yield f"The {self._word(rule.of)} is chaired by {self._a(rule.who)}."
        if rule.decided_by:
            yield f"{sentence_case(self._a(rule.decided_by))} may decide that somebody else chairs."
        yield from _for_whom(rule)

    def questions(self, rule: Questions) -> Iterator[str]:
        yield (
            f"The record of the {self._word(rule.of)} that is number {rule.number} in its series, "
            f"or the first held {rule.or_after} or more after {self.phrase(rule.since)}, answers:"
        )
        yield from rule.asks
        if rule.not_counting:
            yield f"Not counted in the series: one that is {joined(rule.not_counting, 'or')}."

    def event(self, rule: Event) -> Iterator[str]:
        if rule.means:
            yield f"Staff record {rule.means}."
        else:
            instead = with_article(joined([self._word(kind) for kind in rule.instead_of], "or"))
            yield f"{sentence_case(instead)} that was not “{rule.lacking}” is taken as this, and not as that."

    def phrase(self, kind: str) -> str:
        """What started a clock, to stand after "after"."""
        if kind in (one.name for one in (*self.edition.circumstances, *self.edition.teams)):
            return f"“{kind}” began for the child"
        if kind in (one.name for one in self.edition.events if one.means):
            return f"“{self._word(kind)}”"
        return PHRASES.get(kind, f"the {self._word(kind)}")

    def _word(self, kind: str) -> str:
        return self.edition.word(kind)

    def _when_due(self, rule: Timescale) -> str:
        phrases = [self.phrase(kind) for kind in rule.of]
        start = _BETWEEN[rule.start].format("; ".join(phrases)) if len(phrases) > 1 else phrases[0]
        if len(phrases) == 1 and rule.start in (LATEST, EACH):
            start += ", each time anew" if rule.start == EACH else ", the latest one"
        span = self._span(rule.within or rule.every)
        if rule.every:
            again = f"Every {span}" if self.council.span(rule.every) else f"Again and again after {span}"
            return f"{again}, counted from the last one; the first after {start}."
        same_day = isinstance(rule.within, Span) and not rule.within.number
        return f"On the same day as {start}." if same_day else f"Within {span} after {start}."

    def _what_counts(self, rule: Timescale) -> Iterator[str]:
        if rule.met_by:
            yield f"Met by: {joined([self._word(kind) for kind in rule.met_by], 'or')}."
        if rule.having:
            yield f"It counts only where {joined([HAVING[one] for one in rule.having])}."
        if rule.chaired_by:
            yield f"It counts only if chaired by {self._a(rule.chaired_by)}."
        if rule.earlier_counts:
            yield "One before that day counts too."
        if rule.unless_outcome:
            yield f"Not asked for where the outcome was: {rule.unless_outcome}."
        if rule.only_after:
            phrases = [self._word(kind) for kind in rule.only_after]
            yield f"Asked for only after: {joined(phrases, 'or')}."

    def _what_changes_it(self, rule: Timescale) -> Iterator[str]:
        if rule.displaces:
            titles = [self.council.title(name) for name in rule.displaces]
            yield f"Where it holds, it takes the place of: {joined(titles)}."
        if rule.suspended_by:
            said = joined([self._word(kind) for kind in rule.suspended_by], "or")
            yield f"Held up by: {said}. It stays due on its day, without a reminder before."
        if rule.only_if_set:
            yield "Where neither the council nor an approval has set its time, nothing is owed."
        if rule.outlasts:
            yield "What ends the other clocks does not end this one."
        if rule.shows:
            yield f"Shown beside it: the day of {joined([f'“{self._word(kind)}”' for kind in rule.shows])}."
        if rule.moves_running:
            yield "When this edition takes over, clocks that are already running move to it."

    def _span(self, value: Span | Local | None) -> str:
        """With whose value it is, where the procedure leaves it to the council."""
        found = self.council.span(value)
        if not isinstance(value, Local):
            return str(found)
        return f"{found or 'a time that the council sets'} ({self._whose(value)})"

    def _by(self, value: str | Local) -> str:
        who = by_whom(self.edition, self.council.role(value))
        return f"{who} ({self._whose(value)})" if isinstance(value, Local) else who

    def _override(self, allowed: Override) -> str:
        whom = f", only for: {joined(allowed.when)}" if allowed.when else ""
        by = sentence_case(self._a(allowed.by))
        papers = ", with the reference of the document that says so" if allowed.reference else ""
        return f"{by} may approve another interval{_bounds(allowed)} for one child{papers}{whom}."

    def _a(self, roles: Iterable[str]) -> str:
        named = [(role, self._word(role)) for role in roles]
        return joined([one if role == BUSINESS_SUPPORT else with_article(one) for role, one in named], "or")

    def _whose(self, value: Local) -> str:
        if value.name in self.council.local.values:
            return f"the council's own {value.name}"
        if value.otherwise is None:
            return f"{NOT_SET}: the council's {value.name}"
        return f"{PRODUCT_DEFAULT}: the council has not set its {value.name}"


def _bounds(allowed: Override) -> str:
    bounds = [f"at least {allowed.at_least}"] if allowed.at_least else []
    bounds += [f"at most {allowed.at_most}"] if allowed.at_most else []
    return f" of {joined(bounds)}" if bounds else ""


def sentence_case(words: str) -> str:
    """The first letter large, the others as they are."""
    return words[:1].upper() + words[1:]


def _for_whom(rule: Conditional) -> Iterator[str]:
    if rule.when:
        yield f"Only for: {joined(rule.when)}."
    if rule.unless:
        yield f"Not for: {joined(rule.unless, 'or')}."


def by_whom(edition: Edition, role: str) -> str:
    """To stand after "done by": the lead professional, as the council calls them."""
    called = edition.word(role)
    return {NOT_SET: "somebody", BUSINESS_SUPPORT: called}.get(role, f"the {called}")
