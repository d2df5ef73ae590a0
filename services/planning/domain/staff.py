"""Who works here."""

from dataclasses import dataclass


@dataclass
class Staff:
    """`role` is one of permission.py's."""

    id: str
    name: str
    role: str
    phone: str = ""
