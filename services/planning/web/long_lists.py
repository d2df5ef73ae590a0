"""A long list, some of it at a time: a page stays quick, and shows no more records than are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

Row = TypeVar("Row")
AT_A_TIME = 50
"""Rows on one page."""


@dataclass(frozen=True)
class Part(Generic[Row]):
    """`page` counts from 1; `first` and `last` are the places of its rows among all `of` them."""

    rows: Sequence[Row]
    page: int
    first: int
    last: int
    of: int

    @property
    def more(self) -> bool:
        return self.last < self.of

    @property
    def is_all(self) -> bool:
        return len(self.rows) == self.of


def asked_part(rows: Sequence[Row]) -> Part[Row]:
    """Of the page that `?page=` asks for; what is no number is the first, what is too large the last."""
    pages = max(1, -(-len(rows) // AT_A_TIME))
    page = min(max(1, request.args.get("page", 1, int)), pages)
    before = (page - 1) * AT_A_TIME
    shown = rows[before : before + AT_A_TIME]
    return Part(shown, page, before + 1, before + len(shown), len(rows))
