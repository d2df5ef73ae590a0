"""A cell that a spreadsheet would work out stays text, and every cell comes back as it was."""

import csv
import io

import pytest

from plumbing.web.csv_file import csv_file

FORMULAS = ['=HYPERLINK("http://evil.example","x")', "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "  =1+1"]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_begins_a_formula(cell: str) -> None:
    written = csv_file(["Who"], [[cell]]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [f"'{cell}"]


def test_quotes_commas_lines_and_letters_come_back_as_they_were() -> None:
    cells = ['O"Neill, Zoë', "two\r\nlines", "2027-01-06 10:00:00", "Łukasz"]
    written = csv_file(["a", "b", "c", "d"], [cells])
    assert written.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))[1] == cells
