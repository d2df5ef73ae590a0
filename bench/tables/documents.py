"""A circulated document: the product's accessible PDF against WeasyPrint's, every document different."""

import re
from io import BytesIO
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pypdf import PdfReader

from bench.contents import content
from bench.measuring import Scale, Spent, Table, interleave, ratio, spent, spread
from bench.peers.running import Peer
from bench.words import against, each, figure
from services.records.adapters.reading import page_of, words_of
from services.records.adapters.typesetting import Typesetter, fonts_folder

NATIONAL_PEAK = 9.5
"""Documents a second in England's busiest minute, where each view of a meeting is set once."""


def table(scale: Scale) -> Table:
    typesetter, fonts, numbers = Typesetter(fonts_folder("")), str(fonts_folder("")), count(1000)
    documents = scale.of(12, 1)

    def ours() -> Spent:
        made = [content(next(numbers)) for _ in range(documents)]
        return spent(lambda: [typesetter.minutes_and_plan(one) for one in made])

    with Peer("documents") as peer:
        pages = _compared(typesetter, peer, fonts)

        def theirs() -> Spent:
            made = [page_of(content(next(numbers))) for _ in range(documents)]
            return peer.time("time", pages=made, fonts=fonts)

        found = interleave({"ours": ours, "theirs": theirs}, scale)
    one = [round_.per(documents) for round_ in found["ours"]]
    rate = 1 / spread([spent_.cpu for spent_ in one]).median
    return Table(
        "documents",
        ("", "the product (typst)", "WeasyPrint 70, pdf/ua-1", "its time", "its CPU"),
        [
            (
                f"minutes and plan, {pages} pages",
                each(found["ours"], documents),
                each(found["theirs"], documents),
                *against(found["theirs"], found["ours"]),
            )
        ],
        [
            f"England's busiest minute asks for {NATIONAL_PEAK} different documents a second: "
            f"{figure(NATIONAL_PEAK / rate * 100)} % of one core here, "
            f"{figure(NATIONAL_PEAK / rate * ratio(found['theirs'], found['ours'], 'cpu').median * 100)} % "
            "with the peer.",
        ],
    )


def _compared(typesetter: Typesetter, peer: Peer, fonts: str) -> int:
    """Both are tagged and hold every word of the content, or the table means nothing; our pages."""
    sample = content(1)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "theirs.pdf"
        peer.ask("save", page=page_of(sample), fonts=fonts, path=str(path))
        theirs = path.read_bytes()
    ours = typesetter.minutes_and_plan(sample).pdf
    wanted = _words(words_of(page_of(sample)))
    for name, pdf in (("ours", ours), ("theirs", theirs)):
        reader = PdfReader(BytesIO(pdf))
        root: Any = reader.trailer["/Root"]
        assert "/StructTreeRoot" in root, f"{name}: the document is not tagged"
        lacking = wanted - _words(" ".join(page.extract_text() for page in reader.pages))
        assert not lacking, f"{name}: the document lacks {sorted(lacking)[:5]}"
    return len(PdfReader(BytesIO(ours)).pages)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))
