"""Says in words what happened and does not meet a rule, so that nobody takes it for done."""

from collections.abc import Iterator, Sequence
from datetime import date

from services.planning.domain.history import Happening
from services.planning.domain.vocabulary import CHAIRED_BY, LACKING
from services.planning.domain.wording import spoken, with_article
from services.planning.procedures.council import RECORDED_AS
from services.planning.procedures.edition import Edition
from services.planning.procedures.rules import Timescale


def shortfall(
    edition: Edition, rule: Timescale, happenings: Sequence[Happening], since: date | None
) -> tuple[str, ...]:
    """One sentence for each happening from `since` on (None: ever) that would have met the rule but for."""
    lacking = {event.name: event.lacking for event in edition.events if event.lacking}
    found = []
    for h in happenings:
        recorded = str(h.properties.get(RECORDED_AS, h.kind))
        if recorded in rule.kinds and (since is None or h.on >= since):
            lacks = [LACKING[lacking[h.kind]]] if h.kind in lacking else list(_lacks(rule, h))
            if lacks:
                said = " and ".join(lacks)
                found.append(f"The {edition.word(recorded)} on {spoken(h.on)} {said}, and does not count.")
    return tuple(found)


def _lacks(rule: Timescale, happening: Happening) -> Iterator[str]:
    yield from (LACKING[name] for name in rule.having if not happening.has(name))
    if rule.chaired_by and happening.properties.get(CHAIRED_BY) not in rule.chaired_by:
        role = str(happening.properties.get(CHAIRED_BY) or "chair whose role is not known")
        yield f"was chaired by {with_article(role)}"
