"""The family and its professionals that tests speak of: the demonstration's own."""

from demo.cast import (
    AMINA,
    CHILDREN,
    DEE,
    HUDA,
    JOAN,
    KARIM,
    MARTIN,
    PEOPLE,
    PETER,
    RUTH,
    SAMIRA,
    TOM,
    CastPerson,
    Role,
)

__all__ = [
    "AMINA",
    "CHILDREN",
    "DEE",
    "HUDA",
    "JOAN",
    "KARIM",
    "MARTIN",
    "PEOPLE",
    "PETER",
    "RUTH",
    "SAMIRA",
    "TOM",
    "CastPerson",
    "Role",
]
