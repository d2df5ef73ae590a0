"""Who works here."""

from dataclasses import dataclass


@dataclass
class Staff:
    """`role` is one of acts.py's; `team` empty: works for the whole council."""

    id: str
    name: str
    role: str
    phone: str = ""
    team: str = ""
