"""veraPDF's verdict by PDF/UA-1 on everything that records prints; it must also be able to say no."""

import io
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cin.v1.claims_pb2 import CopyContent
from pypdf import PdfWriter

from services.records.adapters.typesetting import Typesetter
from tests.parts import needs
from tests.services.records.content import HOSTILE, part, whole

SCRIPT = Path(__file__).parents[4] / "script" / "verapdf"
pytestmark = [pytest.mark.verapdf, pytest.mark.timeout(600)]  # the first call fetches veraPDF


def no_plans() -> CopyContent:
    content = whole()
    del content.plans[:]
    return content


def arabic() -> CopyContent:
    content = whole()
    content.plans[0].child_name = "مريم الحسن"
    content.plans[0].actions[0].who = "فاطمة الحسن"
    return content


def long() -> CopyContent:
    content = whole()
    content.plans[0].actions[0].what = "What is to be done takes many words. " * 400
    content.plans[0].actions[1].who = "x" * 300
    content.sections[0].paragraphs[0] = "It was a long talk. " * 2000
    return content


def bare() -> CopyContent:
    return CopyContent(title="Minutes and plan", language="en-GB")


def hostile() -> CopyContent:
    content = whole()
    content.heading = content.plans[0].child_name = content.plans[0].objective = HOSTILE
    return content


CONTENTS = (whole, part, no_plans, arabic, long, bare, hostile)


def without_tags(pdf: bytes) -> bytes:
    """The same page as before, but with nothing for a screen reader to hold on to."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    for name in ("/StructTreeRoot", "/MarkInfo"):
        del writer.root_object[name]
    bare = io.BytesIO()
    writer.write(bare)
    return bare.getvalue()


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory, typesetter: Typesetter) -> Iterator[dict[str, str]]:
    """One call for all files: it takes three seconds to start."""
    needs("verapdf")
    folder = tmp_path_factory.mktemp("pdf")
    for content in CONTENTS:
        (folder / f"{content.__name__}.pdf").write_bytes(typesetter.minutes_and_plan(content()).pdf)
    lines = ["Flat 2", "14 Shields Road", "NE6 1AB"]
    cover = typesetter.cover("مريم الحسن", lines, "Newcastle City Council", "Send them back.")
    (folder / "cover.pdf").write_bytes(cover)
    (folder / "untagged.pdf").write_bytes(without_tags(cover))
    files = sorted(str(file) for file in folder.glob("*.pdf"))
    said = subprocess.run([str(SCRIPT), *files], capture_output=True, text=True, check=False)
    judged = [line.split() for line in said.stdout.splitlines() if line.startswith(("PASS", "FAIL"))]
    assert len(judged) == len(files), said.stdout + said.stderr
    yield {Path(line[1]).stem: line[0] for line in judged}


@pytest.mark.parametrize("name", [content.__name__ for content in CONTENTS] + ["cover"])
def test_everything_that_is_printed_can_be_read_aloud(verdicts: dict[str, str], name: str) -> None:
    assert verdicts[name] == "PASS"


def test_the_judge_says_no_to_a_pdf_without_tags(verdicts: dict[str, str]) -> None:
    assert verdicts["untagged"] == "FAIL"
