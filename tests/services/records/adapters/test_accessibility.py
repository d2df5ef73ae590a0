"""veraPDF's verdict by PDF/UA-1 on everything that records prints; it must also be able to say no."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cin.v1.claims_pb2 import CopyContent

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
UNTAGGED = b"""%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F 12 Tf 72 720 Td (Nobody can hear me) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R/Size 6>>
"""


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
    (folder / "untagged.pdf").write_bytes(UNTAGGED)
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
