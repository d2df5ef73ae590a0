"""`cin procedure`: what the people who write a council's files see in the terminal."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from services.__main__ import main
from services.planning.procedures.council import PROCEDURES

Cin = Callable[..., tuple[int, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Councils outside the product, as CIN_PROCEDURES names them."""
    shutil.copytree(PROCEDURES / "newcastle", tmp_path / "procedures" / "anytown")
    return tmp_path / "procedures"


@pytest.fixture
def cin(folder: Path) -> Cin:
    def run(*words: str) -> tuple[int, str]:
        runner = CliRunner(env={"CIN_PROCEDURES": str(folder), "CIN_COUNCIL": "anytown"})
        result = runner.invoke(main, ["procedure", *words], catch_exceptions=False)
        return result.exit_code, result.output

    return run


def spoil(path: Path, good: str, bad: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert good in text
    path.write_text(text.replace(good, bad, 1), encoding="utf-8")


def test_check_says_what_a_good_file_holds(cin: Cin, folder: Path) -> None:
    code, said = cin("check", str(folder / "anytown" / "2014-09-01.toml"))
    assert code == 0 and said.endswith("No fault found.\n")
    assert "Newcastle City Council, September 2014, in force from Monday 1 September 2014." in said
    assert "5 timescales" in said and "25 examples in " in said


def test_check_ends_with_1_and_the_number_of_faults(cin: Cin, folder: Path) -> None:
    edition = folder / "anytown" / "2014-09-01.toml"
    spoil(edition, '"6 weeks"', '"6 wekks"')
    code, said = cin("check", str(edition))
    assert code == 1
    fault, count = said.splitlines()
    assert fault.startswith(f"{edition}:61: 'wekks' (every) is not understood in a span of time; allowed: ")
    assert fault.endswith("Did you mean 'weeks'?") and count == "1 fault."


def test_check_without_a_file_proves_the_council_that_the_settings_name(cin: Cin, folder: Path) -> None:
    """As the chart asks before anything starts."""
    called = "Newcastle Children's Social Care"
    assert cin("check") == (0, f"{called}: September 2014. No fault found.\n")
    spoil(folder / "anytown" / "2014-09-01.toml", '"6 weeks"', '"6 wekks"')
    code, said = cin("check")
    assert code == 1 and len(said.splitlines()) == 1
    assert "2014-09-01.toml:61: 'wekks' (every) is not understood" in said


def test_check_without_a_file_reads_the_local_values_that_the_settings_name(
    cin: Cin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    local = tmp_path / "mine.toml"
    local.write_text((PROCEDURES / "newcastle" / "local.toml").read_text("utf-8"), encoding="utf-8")
    monkeypatch.setenv("CIN_LOCAL", str(local))
    assert cin("check")[0] == 0
    spoil(local, "office_phone", "ofice_phone")
    code, said = cin("check")
    assert code == 1 and "mine.toml:" in said and "ofice_phone" in said


def test_check_without_a_file_proves_who_may_be_what(
    cin: Cin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else planning's pages would be started again and again, and the install end without a word."""
    roles = tmp_path / "roles.toml"
    roles.write_text('[roles]\n"Plans.SocialWorker" = "social worker"\n', encoding="utf-8")
    monkeypatch.setenv("CIN_SIGN_IN", "oidc")
    monkeypatch.setenv("CIN_OIDC_ROLES", str(roles))
    assert cin("check")[0] == 0
    spoil(roles, '"social worker"', '"social wurker"')
    code, said = cin("check")
    assert code == 1 and f"{roles}:2: 'social wurker' is no role; one of administrator, " in said
    spoil(roles, "[roles]", "[roles")
    code, said = cin("check")
    assert code == 1 and f"{roles}: " in said and "(at line 1" in said and len(said.splitlines()) == 1


def test_check_without_a_file_proves_the_staff_list(
    cin: Cin, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By line, never by name; what else is wrong is said with it."""
    staff = tmp_path / "staff.toml"
    one = '[[staff]]\nid = "a"\nname = "Rosie Bell"\nrole = "social worker"\n'
    staff.write_text(one + one, encoding="utf-8")
    monkeypatch.setenv("CIN_STAFF_LIST", str(staff))
    assert cin("check")[0] == 0
    staff.write_text(one + one.replace("social worker", "wurker"), encoding="utf-8")
    spoil(folder / "anytown" / "2014-09-01.toml", '"6 weeks"', '"6 wekks"')
    code, said = cin("check")
    procedure, listed = said.splitlines()
    assert code == 1 and "2014-09-01.toml:61" in procedure and "Rosie" not in said
    assert f"{staff}:5: entry 2 has a role that there is not: one of administrator, " in listed
    staff.write_text(one + "role = \n", encoding="utf-8")
    assert f"{staff}:5 is no TOML" in cin("check")[1]


def test_check_remarks_on_a_closure_that_closes_nothing(cin: Cin, folder: Path) -> None:
    """On a Sunday and on a bank holiday it is a slip or needless; on a Tuesday it is one. None is a fault."""
    local = folder / "anytown" / "local.toml"
    days = ("2027-05-02", "2027-12-27", "2027-12-21")
    text = local.read_text("utf-8").rstrip("\n") + "\n"
    first = len(text.splitlines()) + 2
    text += "".join(f'[[closure]]\non = {day}\nname = "closed"\n' for day in days)
    local.write_text(text, encoding="utf-8")
    wanted = [
        f"note: {local}:{first}: Sunday 2 May 2027 is a Sunday anyway: this closure changes nothing.",
        (
            f"note: {local}:{first + 3}: Monday 27 December 2027 is a bank holiday anyway: "
            "this closure changes nothing."
        ),
    ]
    for words in (("check",), ("check", str(local))):
        code, said = cin(*words)
        assert code == 0 and [line for line in said.splitlines() if "note:" in line] == wanted


def test_check_prints_the_first_fifty_of_many_faults(cin: Cin, folder: Path) -> None:
    edition = folder / "anytown" / "2014-09-01.toml"
    edition.write_text("\n".join(f"wrong_{number} = 1" for number in range(100)), encoding="utf-8")
    code, said = cin("check", str(edition))
    assert (code, len(said.splitlines())) == (1, 52)
    assert said.splitlines()[-2:] == ["… and 55 more.", "105 faults."]


@pytest.mark.parametrize("name", ["nowhere", "."])
def test_check_of_nothing_is_answered_in_words(cin: Cin, folder: Path, name: str) -> None:
    code, said = cin("check", str(folder / "anytown" / name))
    assert code == 1 and "allowed: 2014-09-01.toml, examples.toml, local.toml" in said


def test_explain_reads_the_council_from_the_folder_of_the_setting(cin: Cin) -> None:
    code, said = cin("explain", "anytown")
    assert code == 0 and "WHAT IS DUE, AND BY WHEN" in said and "[NC5" not in said
    assert "[NC1 NC5 NC29]" in cin("explain", "anytown", "--ids")[1]


def test_explain_says_what_holds_that_day_and_what_takes_over_later(cin: Cin, folder: Path) -> None:
    text = (folder / "anytown" / "2014-09-01.toml").read_text(encoding="utf-8")
    text = text.replace("2014-09-01", "2090-01-01").replace("September 2014", "Far ahead")
    (folder / "anytown" / "2090-01-01.toml").write_text(text, encoding="utf-8")
    now, then = cin("explain", "anytown")[1], cin("explain", "anytown", "--on", "2090-01-01")[1]
    last = "Far ahead takes over on Sunday 1 January 2090: --on 2090-01-01 explains it."
    assert "Newcastle City Council: September 2014" in now and now.splitlines()[-1] == last
    assert "Newcastle City Council: Far ahead" in then and "Earlier edition: September 2014" in then
    assert cin("explain", "anytown", "--on", "soon") == (
        1,
        "--on soon: there is no such day; write it like 2027-09-01\n",
    )


def test_explain_says_that_a_day_lies_before_the_first_edition(cin: Cin) -> None:
    before, since = (cin("explain", "anytown", "--on", day)[1] for day in ("2014-08-31", "2014-09-01"))
    said = "Sunday 31 August 2014 is before September 2014 came into force on Monday 1 September 2014:"
    assert before.startswith(said) and "is before" not in since


def test_explain_of_no_council_names_those_that_are_there(cin: Cin, folder: Path) -> None:
    code, said = cin("explain", "newcastle")
    assert (code, said.count("\n")) == (1, 1)
    assert "'newcastle' is no council" in said and "allowed: anytown" in said


def test_explain_of_a_shared_procedure_takes_it_as_if_nothing_were_set(cin: Cin, folder: Path) -> None:
    (folder / "anytown" / "local.toml").rename(folder / "local.toml")
    code, said = cin("explain", "anytown")
    assert code == 0 and "somebody (not set: the council's record sender)" in " ".join(said.split())


def test_examples_show_what_was_given_and_the_arithmetic_of_every_date(cin: Cin) -> None:
    """NC15."""
    code, said = cin("examples", "anytown")
    assert code == 0 and said.endswith(" examples, all right.\n")
    assert "    Monday 30 November 2026: assessment authorised\n" in said
    assert (
        "  circulate after planning meeting (open): 10 working days after the meeting on Friday 18 December "
        "2026; 25 and 28 December and 1 January are not working days: Wednesday 6 January 2027. "
        "Newcastle 1.6.\n"
    ) in said


def test_examples_show_the_arithmetic_of_what_to_aim_for_and_what_stands_beside(
    cin: Cin, folder: Path
) -> None:
    """LE12."""
    shutil.copytree(PROCEDURES / "llr", folder / "llr")
    said = cin("examples", "llr", "--only", "LE12")[1]
    assert "    To aim for: 10 working days after the assessment was authorised on " in said
    assert "    The council has not set its time to circulate: 10 working days is a product default" in said


def test_examples_of_one_requirement_only(cin: Cin) -> None:
    """NC24."""
    code, said = cin("examples", "anytown", "--only", "NC24")
    assert code == 0 and said.endswith("\n2 examples, all right.\n")
    code, said = cin("examples", "anytown", "--only", "XX1")
    assert (code, said) == (1, "No example of anytown exercises XX1.\n")


def test_a_wrong_example_says_so_and_ends_with_1(cin: Cin, folder: Path) -> None:
    spoil(folder / "anytown" / "examples.toml", "Wednesday 6 January 2027", "Thursday 7 January 2027")
    code, said = cin("examples", "anytown")
    assert code == 1 and said.endswith(" examples, 1 wrong.\n")
    assert "  WRONG: expected circulate after planning meeting" in said
