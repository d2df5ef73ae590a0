"""What a file without faults holds, for whoever has just checked it."""

from collections.abc import Iterator
from pathlib import Path

from services.planning.domain.wording import joined, spoken
from services.planning.procedures.checking import examples_of, without_local_values
from services.planning.procedures.council import EXAMPLES_FILE, LOCAL_FILE, procedure_folder
from services.planning.procedures.edition import Edition
from services.planning.procedures.example_files import read_examples
from services.planning.procedures.idle_closures import idle_closures
from services.planning.procedures.local_values import locals_of, not_set, read_local, stood_in_for
from services.planning.procedures.reader import read_edition

_SECTIONS = (
    ("timescales", "timescale"),
    ("sign_offs", "sign-off"),
    ("circulates", "circulation"),
    ("chairs", "rule about the chair"),
    ("questions", "list of questions"),
    ("stops", "stop"),
    ("events", "event of its own"),
    ("circumstances", "circumstance"),
    ("teams", "team"),
    ("words", "word of its own"),
)


def inventory(path: Path) -> Iterator[str]:
    """Line by line; the file and those beside it have no fault."""
    if path.name == EXAMPLES_FILE:
        yield f"{len(read_examples(path))} examples, each right in every duty."
        return
    if path.name == LOCAL_FILE:
        yield from _of_a_council(path)
        return
    edition = read_edition(path)
    yield f"{edition.council}, {edition.edition}, in force from {spoken(edition.in_force)}."
    yield f"It holds {_held(edition)}."
    ran = {str(examples): len(read_examples(examples)) for examples, _ in examples_of(path.parent)}
    yield from (f"{_counted(number, 'example')} in {name}, all right." for name, number in ran.items())
    if not ran:
        yield f"No worked example proves it: write some into {EXAMPLES_FILE} beside it."
    yield from _left_open(path.parent, (edition,))


def _held(edition: Edition) -> str:
    counted = ((len(getattr(edition, field)), one) for field, one in _SECTIONS)
    return joined([_counted(number, one) for number, one in counted if number])


def _counted(number: int, one: str) -> str:
    first, space, rest = one.partition(" ")
    return f"{number} {first}{'' if number == 1 else 's'}{space}{rest}"


def _of_a_council(path: Path) -> Iterator[str]:
    local = read_local(path)
    procedure = procedure_folder(path.parent, local)
    yield f"{local.called}, by the procedure in {procedure}."
    yield f"It sets {_counted(len(local.values), 'value')} and {_counted(len(local.closures), 'closure')}."
    shared = without_local_values(procedure)
    yield from idle_closures(path, shared.calendar)
    yield from _left_open(path.parent, shared.editions)


def _left_open(folder: Path, editions: tuple[Edition, ...]) -> Iterator[str]:
    """Which values the council still has to set, and where the product's stand in meanwhile."""
    if not (folder / LOCAL_FILE).exists():
        left = joined([f'"{value.name}"' for edition in editions for value in locals_of(edition)])
        yield f"No {LOCAL_FILE} beside it: councils that share it have one each."
        yield f"Left to each of them: {left or 'nothing'}."
        return
    local = read_local(folder / LOCAL_FILE)
    yield from (f'Not set: "{name}" ({folder / LOCAL_FILE}, [values]).' for name in not_set(local, editions))
    for name, value in stood_in_for(local, editions).items():
        yield f'Not set: "{name}"; the product takes {value}, and says that this is not council policy.'
