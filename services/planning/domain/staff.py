"""Who works here."""

from dataclasses import dataclass


@dataclass
class Staff:
    """`role` is one of acts.py's, or empty for who has none any more; `team` empty: the whole council."""

    id: str
    name: str
    role: str
    phone: str = ""
    team: str = ""


@dataclass
class StaffIdentity:
    """How an identity provider knows somebody: never by mail or user name, which are given to others."""

    issuer: str
    subject: str
    staff: str
