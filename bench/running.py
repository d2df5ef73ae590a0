"""Every table by its name, in the order in which they are measured."""

from collections.abc import Callable
from importlib import import_module

from bench.machine import machine
from bench.measuring import Scale, Table

TABLES = ("bus", "invitations", "alarms", "documents", "census", "idle", "processors")


def measure(name: str, scale: Scale) -> Table:
    """One table, with what it ran on."""
    where = machine()
    table: Callable[[Scale], Table] = import_module(f"bench.tables.{name}").table
    found = table(scale)
    rounds = f"{scale.rounds} rounds after one to warm up" if found.name not in ("census", "idle") else ""
    ran = f"On {where}{'; ' + rounds if rounds else ''}."
    return Table(found.name, found.head, found.rows, [*found.remarks, ran], found.warnings)
