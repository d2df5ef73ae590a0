"""Caught mail is shown as a mail client would, and nothing of it runs."""

from bs4 import BeautifulSoup

from tests.plumbing.mail_catcher.conftest import CALENDAR, invite


def _page(post, address="/messages/00000001"):
    response = post.browser.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.text, "html.parser")


def test_the_calendar_card_says_what_when_where_and_by_whom(post, invitation):
    post.send(invitation)
    card = _page(post).find(id="calendar")
    rows = {row.dt.text: row.dd.text for row in card.find_all(class_="govuk-summary-list__row")}
    assert card.h2.text == "Review meeting, the third"
    assert rows == {
        "When": "Friday 6 November 2026, 10:30am to midday",
        "Where": "The Old Library; room 2 which has a rather long name that is folded here",
        "Organiser": "Northshire: meetings <reply+x@meetings.example.org>",
        "Invited": "Sam <sam@example.org>",
        "Method": "REQUEST",
        "Sequence": "2",
        "UID": "8f14e45f@meetings.example.org",
    }
    assert "Invitation" in card.text


def test_an_instant_in_utc_is_shown_in_the_readers_zone(post):
    summer = CALENDAR.replace("DTSTART;TZID=Europe/London:20261106T103000", "DTSTART:20260706T093000Z")
    post.send(invite(summer.replace("DTEND;TZID=Europe/London:20261106T120000", "DTEND:20260706T110000Z")))
    assert "Monday 6 July 2026, 10:30am to midday" in _page(post).find(id="calendar").text


def test_a_cancellation_is_shown_as_one(post):
    post.send(invite(CALENDAR.replace("METHOD:REQUEST", "METHOD:CANCEL")))
    assert "Cancelled" in _page(post).find(id="calendar").text


def test_headers_and_text_are_shown_as_text(post, invitation):
    post.send(invitation)
    page = _page(post)
    assert page.h1.text == "A meeting"
    assert "reply+x@meetings.example.org" in page.dl.text
    assert "Sunday 1 November 2026 at 09:00" in page.dl.text
    assert "<b>please</b> come.\n.\nA line that was one dot." in page.find(class_="site-letter").text


def test_the_html_body_stands_in_a_sandbox_that_runs_nothing(post, invitation):
    post.send(invitation)
    frame = _page(post).iframe
    assert "sandbox" in frame.attrs and not frame["sandbox"]
    body = post.browser.get(frame["src"])
    policy = body.headers["Content-Security-Policy"]
    assert "script-src" not in policy and policy.startswith("default-src 'none'") and "; sandbox;" in policy
    assert "Dear Sam" in body.text


def test_a_pdf_opens_and_anything_else_is_only_saved(post, invitation):
    post.send(invitation)
    links = {a.text: a["href"] for a in _page(post).find_all("a") if "/parts/" in a["href"]}
    assert set(links) == {"part-1.ics", "plan.pdf", "evil.html"}
    pdf, evil = (post.browser.get(links[name]) for name in ("plan.pdf", "evil.html"))
    assert (pdf.mimetype, pdf.data) == ("application/pdf", b"%PDF-1.7\n")
    assert "inline" in pdf.headers["Content-Disposition"]
    assert evil.mimetype == "application/octet-stream"
    assert "attachment" in evil.headers["Content-Disposition"]


def test_a_driver_reads_the_list_and_the_source(post, invitation):
    post.send(invitation)
    post.send(b"Subject: other\r\n\r\n", to="kim@example.org")
    [listed] = post.browser.get("/messages.json?to=sam@example.org").json
    assert listed["id"] == "00000001"
    assert listed["to"] == ["sam@example.org"]
    assert listed["reply_to"] == "reply+x@meetings.example.org"
    assert (listed["method"], listed["sequence"], listed["subject"]) == ("REQUEST", 2, "A meeting")
    assert listed["attachments"] == ["part-1.ics", "plan.pdf", "evil.html"]
    assert post.browser.get(listed["source"]).data == invitation


def test_a_driver_that_asks_for_envelopes_has_no_message_opened(post, invitation):
    post.send(invitation)
    post.send(b"From:age-ID: <a\0\r\n\r\n", to="kim@example.org")
    listed = post.browser.get("/messages.json?envelopes=1&after=00000001").json
    assert [(one["id"], one["to"]) for one in listed] == [("00000002", ["kim@example.org"])]
    assert "subject" not in listed[0] and "text" not in listed[0]


def test_the_list_shows_one_mailbox_or_all_newest_first(post, invitation):
    post.send(invitation)
    post.send(b"Subject: Later\r\n\r\n", to="kim@example.org")
    titles = [card.a.text for card in _page(post, "/").find_all(class_="site-card")]
    assert titles == ["Later", "A meeting"]
    assert [card.a.text for card in _page(post, "/?to=sam@example.org").find_all(class_="site-card")] == [
        "A meeting"
    ]


def test_a_hostile_header_is_escaped_everywhere(post):
    post.send(b'Subject: <script>alert(1)</script>\r\nFrom: "<img src=x>" <a@example.org>\r\n\r\nx\r\n')
    for address in ("/", "/messages/00000001"):
        page = _page(post, address)
        assert not page.find("img") and not [s for s in page.find_all("script") if "alert" in s.text]
        assert "<script>alert(1)</script>" in page.text


def test_what_breaks_the_parser_is_shown_as_source(post):
    post.send(
        b"From:age-ID: <a\0\r\nSubject: x\r\nContent-Type: text/plain; charset=nonsense\r\n\r\nbody\r\n"
    )
    page = _page(post)
    assert "cannot be read" in page.text
    assert "age-ID" in page.find(class_="site-source").text
    assert post.browser.get("/messages.json").status_code == 200


def test_a_message_that_is_not_there_is_not_found(post):
    for address in (
        "/messages/00000009",
        "/messages/x",
        "/messages/00000009.eml",
        "/messages/00000009/parts/1",
    ):
        assert post.browser.get(address).status_code == 404
