"""Fills the table of staff from a file, for local sign-in."""

import tomllib
from pathlib import Path

from sqlalchemy import select

from plumbing.database import Database, take_turns
from services.planning.adapters import mapping
from services.planning.domain.staff import Staff, StaffIdentity

DEMONSTRATION = Path(__file__).parent / "demonstration_staff.toml"
assert mapping  # imported for what it does: it ties Staff to its table


def keep_staff(database: Database, file: str = "") -> None:
    """Adds who is new and corrects who is known; nobody is removed, as old acts bear their ids."""
    path = Path(file) if file else DEMONSTRATION
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["staff"]
    with database.begin() as session:
        take_turns(session, "staff")  # several processes of planning may start at once
        if session.scalars(select(StaffIdentity).limit(1)).first():
            return  # the staff here are those that a provider vouches for: nobody of a list joins them
        for one in listed:
            session.merge(
                Staff(one["id"], one["name"], one["role"], one.get("phone", ""), one.get("team", ""))
            )
