"""What all of planning's tables share: their metadata, the pipes' own tables, and how a key is written."""

from sqlalchemy import Column, ForeignKey, MetaData, String

from plumbing.accesses import access_entries
from plumbing.pipes import pipes
from plumbing.web.session_list import logout_table
from plumbing.web.sessions import session_table

metadata = MetaData()
plumbing = pipes(metadata)
sessions = session_table(metadata)
access_entry = access_entries(metadata)
logout_heard = logout_table(metadata)


def identity(name: str = "id") -> Column[str]:
    return Column(name, String(36), primary_key=True)


def part_of(name: str, target: str) -> Column[str]:
    return Column(name, String(36), ForeignKey(target), primary_key=True)


def owned_by(name: str) -> Column[str]:
    return Column(name, String(36), ForeignKey(f"{name}.id"), index=True)
