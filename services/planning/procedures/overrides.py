"""Whether an override may stand: which clauses there are, and who may set another interval for one."""

from datetime import date

from services.planning.procedures.council import Council


class CannotOverride(Exception):
    """The procedure does not allow it; the words say why."""


def check_override(council: Council, rule: str, span: str, role: str, on: date) -> None:
    """Raises CannotOverride where the edition in force on that day has no such clause."""
    if rule not in {timescale.name for timescale in council.edition_on(on).timescales}:
        raise CannotOverride("Choose a duty of the council's procedure.")
