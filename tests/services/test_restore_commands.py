"""`cin restore` as people call it: begin, reconcile with a log, finish; refused where it would not help."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from services.__main__ import main

Cin = Callable[..., Result]
LOG = """\
Jan  5 10:00:00 mx postfix: 4A: message-id=<0b6f3c1e-0000-5000-8000-000000000001@meetings.example.org>
Jan  5 10:00:01 mx postfix/cleanup[7]: 4B: message-id=<20270105.somebody@council.example>
Jan  5 10:00:02 mx postfix/smtp[7]: 4A: to=<somebody@agency.example>, status=sent
"""


@pytest.fixture
def cin(tmp_path: Path) -> Cin:
    def run(*words: str, given: str = "") -> Result:
        environment: dict[str, str | None] = {"CIN_DATA": str(tmp_path)}
        return CliRunner(env=environment).invoke(main, ["restore", *words], given, catch_exceptions=False)

    return run


def test_from_begin_to_finish(cin: Cin, tmp_path: Path) -> None:
    assert cin("begin").output == "No mail leaves until cin restore finish.\n"
    log = tmp_path / "mail.log"
    log.write_text(LOG)
    told = [
        "2 mails in it. Of ours, 0 are on record as settled already.",
        "0 were not on record as sent, and are now.",
        "1 left before the restore and are not on record: staff see them under On hold.",
    ]
    assert cin("reconcile", "--mail-log", str(log)).output.splitlines() == told
    assert cin("reconcile", "--mail-log", "-", given=LOG).output.splitlines() == told
    ended = cin("finish", "--by", "Sue")
    assert ended.output.splitlines()[0] == "Mail leaves again." and "1 mails" in ended.output


def test_a_log_is_refused_while_mail_may_leave(cin: Cin) -> None:
    ended = cin("reconcile", "--mail-log", "-", given=LOG)
    assert ended.exit_code == 1 and "begin with cin restore begin" in ended.output


def test_what_is_no_log_is_refused_in_words(cin: Cin) -> None:
    cin("begin")
    ended = cin("reconcile", "--mail-log", "-", given="nothing of the kind\n")
    assert ended.exit_code == 1 and ended.output.startswith("There is no Message-ID in it")
    assert cin("reconcile", "--mail-log", "/nowhere").exit_code == 2


def test_mail_does_not_leave_again_before_a_log_was_read_unless_somebody_says_that_there_is_none(
    cin: Cin,
) -> None:
    cin("begin")
    early = cin("finish", "--by", "Sue")
    assert early.exit_code == 1 and early.output.startswith("No mail server's log was read")
    assert cin("reconcile", "--mail-log", "-", given=LOG).exit_code == 0, "it was not finished"
    cin("finish", "--by", "Sue")
    cin("begin")
    assert cin("finish", "--by", "Sue").exit_code == 1, "a log of the last time is no log of this one"
    assert cin("finish", "--by", "Sue", "--without-log").output.startswith("Mail leaves again.")
