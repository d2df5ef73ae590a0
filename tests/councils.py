"""A council for tests that asks for more than Newcastle does: a circumstance, and an interval to approve."""

from dataclasses import replace

from services.planning.domain.span import Span
from services.planning.procedures.council import Council
from services.planning.procedures.rules import Declared, Override

LIKE_NO_OTHER = (Override(by=("team manager", "court"), at_most=Span(3, "months")),)


def asking_more(council: Council) -> Council:
    """Its progress meetings may have another interval, and a court order is a circumstance."""
    order = Declared(name="court order", ids=(), says="A court has said how often.")
    editions = tuple(
        replace(
            edition,
            circumstances=(*edition.circumstances, order),
            timescales=tuple(
                replace(rule, override=LIKE_NO_OTHER) if rule.name == "progress meeting" else rule
                for rule in edition.timescales
            ),
        )
        for edition in council.editions
    )
    return replace(council, editions=editions)
