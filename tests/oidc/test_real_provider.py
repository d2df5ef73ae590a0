"""With a real provider: sign-in, roles and teams, a fresh sign-in, sign-out there and here, a leaver."""

import re
from collections.abc import Callable

import pytest

from tests.oidc.browser import Browser
from tests.oidc.conftest import RealProvider
from tests.oidc.office import Office

pytestmark = pytest.mark.provider
Opens = Callable[[], Browser]


def test_somebody_signs_in_with_the_role_and_team_that_the_provider_gives(
    pages: Office, browser: Opens
) -> None:
    sam = browser()
    answer = sam.signs_in("sam")
    assert answer.status_code == 200 and answer.url == f"{pages.home}/"
    you = sam.get("/you").text
    assert "Sam Worker" in you and "a social worker" in you and "in the team East" in you
    assert pages.staff() == [("Sam Worker", "social worker", "East")]


def test_nobody_of_the_demonstration_is_there_and_nobody_enters_without_the_provider(
    pages: Office, browser: Opens
) -> None:
    sam = browser()
    assert pages.staff() == []
    assert sam.http.post(f"{pages.home}/sign-in", data={"staff": "x"}, timeout=9).status_code in (400, 405)
    assert not sam.is_in(path="/") and pages.rows("sessions") == 0


def test_a_second_sign_in_is_the_same_member_of_staff_under_a_new_name_and_role(
    pages: Office, provider: RealProvider, browser: Opens
) -> None:
    browser().signs_in("sam")
    provider.knows(sam={"name": "Sam Married", "roles": ["Plans.TeamManager", "Plans.Team.West"]})
    browser().signs_in("sam")
    assert pages.staff() == [("Sam Married", "team manager", "West")]
    assert pages.sessions_of("Sam Married") == 2


def test_of_several_roles_the_first_of_the_file_holds(pages: Office, browser: Opens) -> None:
    browser().signs_in("tess")
    assert pages.staff() == [("Tess Manager", "team manager", "West")]


def test_a_page_that_was_asked_for_opens_after_the_sign_in(pages: Office, browser: Opens) -> None:
    child = pages.child()
    sam = browser()
    sent = sam.get(f"/children/{child}", allow_redirects=False).headers["Location"]
    assert sent.startswith("/sign-in?next=")
    assert sam.signs_in("sam", f"/children/{child}").url == f"{pages.home}/children/{child}"


@pytest.mark.parametrize(
    ("login", "words"), [("nil", "You have no role here"), ("bare", "You have no team here")]
)
def test_without_a_role_or_a_team_there_is_a_page_and_no_session(
    pages: Office, browser: Opens, login: str, words: str
) -> None:
    nobody = browser()
    answer = nobody.signs_in(login)
    assert answer.status_code == 403 and words in answer.text and "Ask your manager" in answer.text
    assert not nobody.is_in() and pages.rows("sessions") == 0 and pages.staff() == []


def test_who_loses_the_role_is_signed_out_everywhere_at_the_next_try(
    pages: Office, provider: RealProvider, browser: Opens
) -> None:
    here, there = browser(), browser()
    here.signs_in("sam")
    provider.knows(sam={"name": "Sam Worker", "roles": []})
    assert there.signs_in("sam").status_code == 403
    assert not here.is_in() and pages.sessions_of("Sam Worker") == 0
    assert pages.staff() == [("Sam Worker", "", "")]


def test_who_turns_back_at_the_provider_is_told_so(pages: Office, browser: Opens) -> None:
    answer = browser().get(browser().comes_back_with("sam", turn="back"))
    assert answer.status_code == 400  # another browser's
    own = browser()
    answer = own.get(own.comes_back_with("sam", turn="back"))
    assert answer.status_code == 400 and "You did not sign in" in answer.text
    assert pages.rows("sessions") == 0


def test_a_way_back_works_once_and_in_its_own_browser(pages: Office, browser: Opens) -> None:
    sam, thief = browser(), browser()
    back = sam.comes_back_with("sam")
    stolen = thief.get(back)
    assert stolen.status_code == 400 and "cannot be finished" in stolen.text and not thief.is_in()
    attempt = sam.http.cookies.get("planning-attempt")
    assert sam.get(back).status_code == 200 and sam.is_in()
    thief.http.cookies.set("planning-attempt", attempt, domain="127.0.0.1", path="/")
    replayed = thief.get(back)
    assert replayed.status_code == 400 and not thief.is_in()
    assert pages.signed_in() == 1 or not sam.is_in()  # a provider may end what a replayed code began


def test_the_number_of_the_session_is_new_at_sign_in(pages: Office, browser: Opens) -> None:
    sam = browser()
    sam.http.cookies.set("planning-session", "planted", domain="127.0.0.1", path="/")
    sam.signs_in("sam")
    first = sam.http.cookies.get("planning-session")
    sam.signs_in("sam")
    assert first not in ("planted", sam.http.cookies.get("planning-session"))
    assert pages.rows("sessions") == 1


def test_one_sees_where_one_is_signed_in_and_ends_it_at_once_on_every_replica(
    pages: Office, browser: Opens
) -> None:
    here, there, other = browser(), browser(), browser()
    there.http.headers["User-Agent"] = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"
    for one in (here, there):
        one.signs_in("sam")
    other.signs_in("tess")
    page = here.get("/you/sessions").text
    assert "Firefox on Windows" in page and page.count("Signed in ") == 2 and page.count("(this one)") == 1
    (end,) = re.findall(r'action="(/you/sessions/[^"]+/end)"', page)
    assert other.posts(end).status_code == 404 and there.is_in()
    assert here.posts(end, at=pages.replicas[1]).status_code == 303
    for replica in pages.replicas:
        assert not there.is_in(replica) and here.is_in(replica) and other.is_in(replica)


def test_a_revoked_session_is_dead_at_the_next_request_on_every_page(pages: Office, browser: Opens) -> None:
    child = pages.child()
    here, ada = browser(), browser()
    here.signs_in("tess")
    ada.signs_in("ada")
    token = here.token()
    paths = [
        re.sub(r"<(?:\w+:)?\w+>", child, rule.rule)
        for rule in pages.apps[0].url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith(("/sign", "/static", "/theme"))
    ]
    page = ada.get("/sessions").text
    end = re.search(r'action="(/staff/[^"]+/sessions/end)"(?:(?!</form>).)*Tess Manager', page, re.DOTALL)
    assert end and len(paths) > 25
    assert ada.posts(end[1]).status_code == 303
    for replica in pages.replicas:
        for path in paths:
            answer = here.get(path, replica, allow_redirects=False)
            assert answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in"), path
        dead = here.posts(f"/children/{child}/allocate", replica, csrf_token=token, worker="x")
        assert dead.status_code in (303, 400) and "/children" not in dead.headers.get("Location", "/sign-in")


def test_only_an_administrator_sees_who_is_signed_in_and_opens_no_child(
    pages: Office, browser: Opens
) -> None:
    child = pages.child()
    tess, ada = browser(), browser()
    tess.signs_in("tess")
    assert ada.signs_in("ada").url == f"{pages.home}/you"
    assert tess.get("/sessions").status_code == 403
    page = ada.get("/sessions").text
    assert "Tess Manager" in page and "Ada Administrator" in page
    assert ada.get(f"/children/{child}").status_code in (403, 404)
    front = ada.get("/")
    assert front.status_code == 403 or front.url == f"{pages.home}/you"
    staff = re.search(r"/staff/([^/]+)/sessions/end", page)
    assert staff and tess.posts(f"/staff/{staff[1]}/sessions/end").status_code == 403


def test_signing_out_ends_our_session_and_then_the_providers(pages: Office, browser: Opens) -> None:
    sam = browser()
    sam.signs_in("sam")
    kept = sam.http.cookies.get("planning-session")
    answer = sam.posts("/sign-out", follow=True)
    onward = re.match(r"0; url=(\S+)", answer.headers["Refresh"])
    assert onward and onward[1] in answer.text.replace("&amp;", "&") and pages.rows("sessions") == 0
    confirm = sam.http.get(onward[1], timeout=20)
    secret = re.search(r'name="xsrf" value="([^"]+)"', confirm.text)
    assert secret
    there = f"{onward[1].split('?')[0]}/confirm"
    out = sam.http.post(there, data={"xsrf": secret[1], "logout": "yes"}, timeout=20)
    assert out.url.startswith(f"{pages.home}/signed-out") and "You are signed out" in out.text
    sam.http.cookies.set("planning-session", kept, domain="127.0.0.1", path="/")
    assert not sam.is_in()
    assert "<form" in sam.http.get(sam.leaves_for(), timeout=20).text  # the provider asks anew


def test_a_logout_at_the_provider_ends_its_session_here_and_no_other(pages: Office, browser: Opens) -> None:
    sam, elsewhere, tess = browser(), browser(), browser()
    for one, login in ((sam, "sam"), (elsewhere, "sam"), (tess, "tess")):
        one.signs_in(login)
    issuer = pages.settings.text("CIN_OIDC_ISSUER")
    confirm = sam.http.get(f"{issuer}/session/end", timeout=20)
    secret = re.search(r'name="xsrf" value="([^"]+)"', confirm.text)
    assert secret
    sam.http.post(f"{issuer}/session/end/confirm", data={"xsrf": secret[1], "logout": "yes"}, timeout=20)
    for replica in pages.replicas:
        assert not sam.is_in(replica) and elsewhere.is_in(replica) and tess.is_in(replica)
    assert pages.rows("logout_heard") == 3  # the token's number, whose session it ended, and which


def test_an_old_sign_in_is_asked_for_again_before_a_weighty_act(pages: Office, browser: Opens) -> None:
    child = pages.child()
    tess = browser()
    tess.signs_in("tess")
    assert tess.get(f"/children/{child}/allocate").url == f"{pages.home}/children/{child}/allocate"
    pages.clock.ahead = 16 * 60
    form = f"/children/{child}/allocate"
    asked = tess.get(form)
    assert asked.url.startswith(f"{pages.home}/sign-in/again") and "15 minutes" in asked.text
    assert tess.get(f"/children/{child}").status_code == 200  # a page that weighs less
    pages.clock.ahead = 0
    assert tess.signs_in("tess", form, again=True).url == f"{pages.home}{form}"
    assert pages.sessions_of("Tess Manager") == 1


def test_what_was_typed_is_kept_while_the_sign_in_is_asked_for_again(pages: Office, browser: Opens) -> None:
    child = pages.child()
    tess = browser()
    tess.signs_in("tess")
    browser().signs_in("sam")
    pages.clock.ahead = 16 * 60
    worker = pages.id_of("Sam Worker")
    day = {"on-day": "27", "on-month": "11", "on-year": "2026"}
    answer = tess.posts(f"/children/{child}/allocate", worker=worker, **day)
    assert answer.status_code == 403 and "Nothing was changed yet" in answer.text
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.text))
    assert kept["worker"] == worker
    pages.clock.ahead = 0
    tess.signs_in("tess", "/you", again=True)
    sent = tess.posts(f"/children/{child}/allocate", **kept)
    assert sent.status_code == 303, sent.text
    assert pages.rows("allocation") == 1
