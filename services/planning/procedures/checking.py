"""Proves one file of a council, for whoever writes it: `cin procedure check FILE`."""

from collections.abc import Iterator
from pathlib import Path

from services.planning.domain.span import WORKING_DAYS, Span
from services.planning.procedures.calendars import working_days_of
from services.planning.procedures.council import (
    EXAMPLES_FILE,
    LOCAL_FILE,
    Council,
    load_folder,
    procedure_folder,
    read_editions,
)
from services.planning.procedures.edition import LocalValues
from services.planning.procedures.example_files import read_examples
from services.planning.procedures.faults import Fault, ProcedureUnreadable
from services.planning.procedures.local_values import read_local
from services.planning.procedures.reader import read_edition
from services.planning.procedures.worked_examples import run_examples

_NOTHING_SET = LocalValues(called="", office_phone="", secure_domains=(), due_soon=Span(5, WORKING_DAYS))


def check(path: Path) -> list[Fault]:
    """Every fault of the file; once the council's files can be read, also every example that breaks."""
    try:
        if path.name == LOCAL_FILE:
            read_local(path)
        elif path.name == EXAMPLES_FILE:
            read_examples(path)
        else:
            read_edition(path)
        if (path.parent / LOCAL_FILE).exists() and not (path.parent / EXAMPLES_FILE).exists():
            load_folder(path.parent)
        return [
            fault
            for examples, council in examples_of(path.parent)
            for fault in run_examples(examples, council, working_days_of(council))
        ]
    except ProcedureUnreadable as error:
        return list(error.faults)


def examples_of(folder: Path) -> Iterator[tuple[Path, Council]]:
    """The files of worked examples that hold for the council or the procedure of this folder.

    Those of a procedure that several councils share hold for a council that has set nothing of its own; what
    a council has set is proved by examples beside its local values. Raises ProcedureUnreadable.
    """
    local = read_local(folder / LOCAL_FILE) if (folder / LOCAL_FILE).exists() else None
    shared = procedure_folder(folder, local) if local else folder
    if (shared / EXAMPLES_FILE).exists() and (shared != folder or local is None):
        yield shared / EXAMPLES_FILE, without_local_values(shared)
    if local and (folder / EXAMPLES_FILE).exists():
        yield folder / EXAMPLES_FILE, load_folder(folder)


def without_local_values(folder: Path) -> Council:
    """A procedure as it stands for a council that has set nothing."""
    editions, faults = read_editions(folder)
    if faults or not editions:
        raise ProcedureUnreadable(faults or [Fault(str(folder), 1, folder.name, "holds no edition")])
    return Council(tuple(sorted(editions, key=lambda edition: edition.in_force)), _NOTHING_SET)
