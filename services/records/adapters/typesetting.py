"""Turns content into PDFs that a screen reader can follow (PDF/UA-1, enforced as they are set)."""

import hashlib
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import typst
from cin.v1.claims_pb2 import CopyContent

from services.records.adapters.reading import page_of, words_of

_TEMPLATES = Path(__file__).parent / "templates"
_FACES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""In every PDF: the same content must give the same bytes. The day of filing stands in the register."""


class FontsMissing(Exception):
    """Without its fonts a document would print boxes for letters, so none is made."""


class CannotBeSet(Exception):
    """The content does not fit the page. The text of the content is never repeated here."""


@dataclass(frozen=True)
class Rendered:
    """`document`: SHA-256 of the PDF, hexadecimal; `text`: every word of its content in reading order."""

    document: str
    pdf: bytes
    title: str
    text: str


class Typesetter:
    """`fonts`: the folder that script/bootstrap fills. Nothing else is read from the machine."""

    def __init__(self, fonts: Path) -> None:
        self._folder = fonts

    def minutes_and_plan(self, content: CopyContent) -> Rendered:
        """One view of a meeting's minutes and plans; raises FontsMissing, CannotBeSet."""
        page = page_of(content)
        pdf = self._set("minutes_and_plan.typ", page)
        title = f"{page['title']}: {page['heading']}" if page["heading"] else page["title"]
        return Rendered(hashlib.sha256(pdf).hexdigest(), pdf, title, words_of(page))

    def cover(self, name: str, address_lines: Sequence[str], council: str, return_words: str) -> bytes:
        """One page for a window envelope, that says nothing about what it covers."""
        lines = [line.strip() for line in (name, *address_lines) if line.strip()]
        return self._set("cover.typ", {"address": lines, "council": council, "return_words": return_words})

    def ready(self) -> str | None:
        """None, or what is missing and what to do."""
        missing = [face for face in _FACES if not (self._folder / face).is_file()]
        if not missing:
            return None
        cure = "run script/bootstrap, or name the folder in CIN_FONTS"
        return f"no {', '.join(missing)} in {self._folder}: {cure}"

    @cached_property
    def _fonts(self) -> typst.Fonts:
        problem = self.ready()
        if problem:
            raise FontsMissing(problem)
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[self._folder]
        )

    def _set(self, template: str, data: object) -> bytes:
        """The data goes in as JSON text and is never evaluated; the template sees an empty folder."""
        fonts = self._fonts
        with tempfile.TemporaryDirectory(prefix="typesetting-") as folder:
            empty: Any = folder  # typst's types want every path to be of the template's type, here bytes
            try:
                pdf = typst.compile(
                    (_TEMPLATES / template).read_bytes(),
                    root=empty,
                    package_path=empty,
                    package_cache_path=empty,
                    font_paths=fonts,
                    format="pdf",
                    pdf_standards="ua-1",
                    timestamp=_MADE,
                    sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
                )
            except typst.TypstError:
                raise CannotBeSet(
                    f"{template}: the content cannot be laid out as an accessible PDF"
                ) from None
        return bytes(pdf)


def fonts_folder(named: str) -> Path:
    """`named`: the setting CIN_FONTS; empty for what script/bootstrap put beside the code."""
    return Path(named) if named else Path(__file__).resolve().parents[3] / "build" / "fonts"
