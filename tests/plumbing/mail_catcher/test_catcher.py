"""The catcher keeps what it is given, exactly, in order, and for good."""

import pytest

from plumbing.mail_catcher.mailbox import Mailbox


def test_the_bytes_are_kept_exactly(post, invitation):
    post.send(invitation)
    assert post.mailbox.one("00000001").content == invitation


def test_a_message_that_is_not_ascii_is_kept_exactly(post):
    content = "Subject: Caf\u00e9\r\n\r\n..two dots, \u017b\u00f3\u0142w\r\n".encode()
    post.send(content)
    assert post.mailbox.one("00000001").content == content


def test_the_envelope_is_kept_whatever_the_headers_say(post):
    post.send(
        b"To: somebody@else.example\r\n\r\nHello\r\n", to="sam@example.org", sender="bounce@example.org"
    )
    envelope = post.mailbox.one("00000001").envelope
    assert (envelope.sender, envelope.recipients) == ("bounce@example.org", ("sam@example.org",))


def test_messages_are_listed_in_the_order_they_came(post):
    for number in range(12):
        post.send(f"Subject: {number}\r\n\r\n".encode())
    assert [mail.content[9:-4].decode() for mail in post.mailbox.all()] == [
        str(number) for number in range(12)
    ]


def test_a_mailbox_is_found_again_and_numbered_on(post, tmp_path):
    post.send(b"Subject: one\r\n\r\n")
    again = Mailbox(tmp_path / "mail")
    assert again.keep("a@example.org", ["b@example.org"], "2026-11-06", b"two") == "00000002"
    assert len(again.all()) == 2


def test_a_message_that_was_half_written_is_not_seen(tmp_path):
    mailbox = Mailbox(tmp_path)
    (tmp_path / "00000001.json").write_text("{}")
    (tmp_path / ".00000001.eml").write_bytes(b"half")
    assert mailbox.all() == []
    assert Mailbox(tmp_path).keep("a", ["b"], "now", b"whole") == "00000001"


@pytest.mark.parametrize("id", ["../../etc/passwd", "1", "", "0000000a", "00000009"])
def test_only_a_number_that_is_there_names_a_message(tmp_path, id):
    assert Mailbox(tmp_path).one(id) is None


def test_one_recipients_mail_is_found_in_any_case_of_letters(post):
    post.send(b"Subject: a\r\n\r\n", to="Sam@Example.org")
    post.send(b"Subject: b\r\n\r\n", to="kim@example.org")
    assert [mail.envelope.recipients for mail in post.mailbox.all("sam@example.ORG")] == [
        ("Sam@Example.org",)
    ]
    assert post.mailbox.all("am@example.org") == []


def test_it_says_when_it_does_not_listen(tmp_path, post):
    assert post.catcher.ready() is None
    assert post.catcher.quiet() is None
