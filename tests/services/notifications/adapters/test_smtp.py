"""How a mail ends, against real servers on loopback: taken, not now, never, or nobody knows."""

import time
from collections.abc import Iterator

import pytest

from services.notifications.adapters.smtp import Post, Refused, TryLater, Uncertain
from tests.services.notifications.mail_servers import (
    DRIP,
    DROP,
    MailServer,
    mail_server,
    unstuffed,
)

MAIL = b"Subject: Papers\r\n\r\nHello\r\n.\r\n..two\r\n.hidden\r\nlast\r\n"
SENDER, RECIPIENT = "meetings@council.example", "ann@agency.example"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


def send(server: MailServer, message: bytes = MAIL, **different: object) -> None:
    Post(server.url, **({"tls": "off", "timeout": 5.0} | different)).send(SENDER, RECIPIENT, message)


def test_a_mail_that_the_server_took_is_sent(server: MailServer) -> None:
    send(server)
    assert server.recipients == [f"rcpt TO:<{RECIPIENT}>"]
    assert len(server.taken) == 1


def test_lines_that_begin_with_a_dot_arrive_byte_for_byte(server: MailServer) -> None:
    send(server)
    assert unstuffed(server.taken[0]) == MAIL
    assert b"\r\n...two\r\n" in server.taken[0]


def test_a_mail_whose_first_line_is_a_dot_and_whose_last_line_is_open_is_still_one_mail(
    server: MailServer,
) -> None:
    send(server, b".first\r\nlast")
    assert unstuffed(server.taken[0]) == b".first\r\nlast\r\n"


def test_the_sender_may_be_written_with_a_name(server: MailServer) -> None:
    Post(server.url, tls="off").send(f"Meetings <{SENDER}>", RECIPIENT, MAIL)
    assert f"mail FROM:<{SENDER}>" in server.commands[1]


@pytest.mark.parametrize("when", ["MAIL", "RCPT", "DATA", "end"])
def test_a_server_that_says_not_now_is_tried_later(server: MailServer, when: str) -> None:
    server.says[when] = "451 not now"
    with pytest.raises(TryLater) as ended:
        send(server)
    assert ended.value.code == 451


@pytest.mark.parametrize("when", ["RCPT", "DATA", "end"])
def test_a_server_that_says_never_has_refused(server: MailServer, when: str) -> None:
    server.says[when] = "550 never"
    with pytest.raises(Refused) as ended:
        send(server)
    assert ended.value.code == 550


def test_a_server_that_never_takes_a_mail_from_us_says_nothing_of_the_recipient(server: MailServer) -> None:
    server.says["MAIL"] = "550 not from this address"
    with pytest.raises(TryLater) as ended:
        send(server)
    assert ended.value.code == 550 and server.recipients == []
    fault = Post(server.url, tls="off").fault(f"Meetings <{SENDER}>")
    assert fault == "it takes no mail from the address in CIN_MAIL_FROM (550): its own log says why"
    server.says.clear()
    assert Post(server.url, tls="off").fault(SENDER) is None


def test_a_server_that_does_not_ask_for_the_bytes_has_none_of_them(server: MailServer) -> None:
    server.says["DATA"] = "250 what?"
    with pytest.raises(TryLater):
        send(server)
    assert server.taken == []


@pytest.mark.parametrize("when", ["begin", "EHLO", "MAIL", "RCPT", "DATA"])
def test_hanging_up_before_the_bytes_are_asked_for_is_tried_later(server: MailServer, when: str) -> None:
    server.says[when] = DROP
    with pytest.raises(TryLater) as ended:
        send(server)
    assert ended.value.code == 0


@pytest.mark.parametrize("when", ["begin", "EHLO"])
@pytest.mark.parametrize("answer", ["421 busy", "554 not for you", "nonsense"])
def test_a_server_that_does_not_let_us_in_is_tried_later(server: MailServer, when: str, answer: str) -> None:
    server.says |= {when: answer, "HELO": answer}
    with pytest.raises(TryLater):
        send(server)


@pytest.mark.parametrize("when", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("answer", ["nonsense", "250 " + "x" * 9000])
def test_an_answer_that_nobody_can_read_before_the_bytes_is_tried_later(
    server: MailServer, when: str, answer: str
) -> None:
    server.says[when] = answer
    with pytest.raises(TryLater):
        send(server)
    assert server.taken == []


def test_hanging_up_while_the_bytes_come_leaves_it_uncertain(server: MailServer) -> None:
    server.says["bytes"] = DROP
    with pytest.raises(Uncertain):
        send(server)


def test_hanging_up_before_the_end_of_a_large_mail_leaves_it_uncertain(server: MailServer) -> None:
    server.says["bytes"] = DROP
    with pytest.raises(Uncertain):
        send(server, MAIL + b"more of it\r\n" * 2_000_000)


def test_hanging_up_after_the_final_dot_leaves_it_uncertain(server: MailServer) -> None:
    server.says["end"] = DROP
    with pytest.raises(Uncertain):
        send(server)
    assert unstuffed(server.taken[0]) == MAIL


@pytest.mark.parametrize("answer", ["nonsense", "250 " + "x" * 9000, "354 more?"])
def test_an_answer_to_the_final_dot_that_nobody_can_read_leaves_it_uncertain(
    server: MailServer, answer: str
) -> None:
    server.says["end"] = answer
    with pytest.raises(Uncertain):
        send(server)


def test_a_server_that_never_answers_the_final_dot_leaves_it_uncertain(server: MailServer) -> None:
    server.says["end"] = "250-more to come"
    with pytest.raises(Uncertain):
        send(server, longest=0.5)


def test_a_server_that_takes_its_time_over_a_mail_it_has_is_waited_for(server: MailServer) -> None:
    """Giving up on it there would send the same mail twice; at every other step it may not be so slow."""
    server.pauses["end"] = 0.8
    send(server, timeout=0.2)
    assert len(server.taken) == 1
    server.pauses = {"RCPT": 0.8}
    with pytest.raises(TryLater):
        send(server, timeout=0.2)


@pytest.mark.parametrize(
    ("when", "ends"),
    [
        *((when, TryLater) for when in ("begin", "EHLO", "MAIL", "RCPT", "DATA")),
        ("end", Uncertain),
    ],
)
def test_a_server_whose_answer_drips_in_holds_us_no_longer_than_one_mail_may_take(
    server: MailServer, when: str, ends: type[Exception]
) -> None:
    """Each piece comes within the socket's time-out, the whole never does."""
    server.says[when] = DRIP
    began = time.monotonic()
    with pytest.raises(ends):
        send(server, longest=0.5)
    assert 0.4 < time.monotonic() - began < 3


def test_a_server_that_is_slow_at_every_step_has_the_bytes_in_time_or_not_at_all(
    server: MailServer,
) -> None:
    server.pause = 0.2
    with pytest.raises(TryLater):
        send(server, longest=0.7)
    assert server.taken == []


def test_no_server_is_tried_later() -> None:
    with mail_server() as gone:
        pass
    with pytest.raises(TryLater):
        send(gone)


def test_what_went_wrong_names_neither_recipient_nor_the_servers_words(server: MailServer) -> None:
    server.says["RCPT"] = f"550 no such mailbox {RECIPIENT}"
    with pytest.raises(Refused) as ended:
        send(server)
    assert "ann" not in str(ended.value) and ended.value.__cause__ is None
