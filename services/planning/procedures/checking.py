"""Proves one file of a council, for whoever writes it: `cin procedure check FILE`."""

from pathlib import Path

from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import EXAMPLES_FILE, LOCAL_FILE, load_folder
from services.planning.procedures.faults import Fault, ProcedureUnreadable
from services.planning.procedures.local_values import read_local
from services.planning.procedures.reader import read_edition
from services.planning.procedures.worked_examples import run_examples


def check(path: Path) -> list[Fault]:
    """Every fault of the file; once the council's files can be read, also every example that breaks."""
    try:
        if path.name == LOCAL_FILE:
            read_local(path)
        elif path.name != EXAMPLES_FILE:
            read_edition(path)
        if not (path.parent / EXAMPLES_FILE).exists():
            return []
        council = load_folder(path.parent)
    except ProcedureUnreadable as error:
        return list(error.faults)
    return run_examples(path.parent / EXAMPLES_FILE, council, working_days_of(council))
