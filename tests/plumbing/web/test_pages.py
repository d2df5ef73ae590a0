"""Pages are locked down before their first route, and say in plain words what went wrong."""

import pytest
import structlog
from sqlalchemy.exc import OperationalError

from plumbing.web.brand import Brand, brand_from

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def test_none_never_prints(site):
    assert site.client.get("/none").text == "[|&lt;b&gt;]"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/notes/new", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/broken", 500),
        ("DELETE", "/notes/new", 405),
        ("POST", "/notes/new", 400),
        ("GET", "/notes/1", 303),
    ],
)
def test_every_response_has_the_policy_and_the_headers(site, method, path, status):
    response = site.client.open(path, method=method)
    assert response.status_code == status
    assert HEADERS.items() <= dict(response.headers).items()
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_on_a_real_host_the_browser_is_to_come_by_tls_alone(site, scheme):
    """As the cookie has it: a proxy ends the TLS, and what reaches us looks like plain HTTP."""
    there = site.client.get("/none", base_url=f"{scheme}://notes.example.org")
    assert there.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in site.client.get("/none").headers


def test_a_policys_nonce_is_new_each_time_and_is_the_pages_own(site):
    first, second = (site.client.get("/notes/new") for _ in range(2))
    nonce = first.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in first.text
    assert first.headers["Content-Security-Policy"] != second.headers["Content-Security-Policy"]


def test_a_missing_token_is_400_and_says_what_to_do(site):
    response = site.client.post("/notes/new", data={"note": "x"})
    assert response.status_code == 400
    assert "reload the page and send it again" in response.text


def test_a_post_with_its_token_is_taken(site):
    token = site.token()
    response = site.client.post("/notes/new", data={"note": " kept ", "csrf_token": token})
    assert response.json == {"note": "kept"}


@pytest.mark.parametrize(
    ("site_says", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 200)]
)
def test_a_post_from_a_foreign_page_is_refused_even_with_a_token(site, site_says, status):
    token = site.token()
    sent = {"note": "x", "csrf_token": token}
    assert (
        site.client.post("/notes/new", data=sent, headers={"Sec-Fetch-Site": site_says}).status_code == status
    )


def test_a_link_in_a_mail_may_open_a_page(site):
    assert site.client.get("/notes/new", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_over_tls_a_post_needs_no_referrer_since_we_send_none(site):
    token = site.client.get("/notes/new", base_url="https://notes.example.org").text
    token = token.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"note": "x", "csrf_token": token}
    assert site.client.post("/notes/new", data=sent, base_url="https://notes.example.org").status_code == 200


def test_another_host_name_is_not_answered_but_gets_a_page(site):
    response = site.client.get("/notes/new", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "govuk-heading-l" in response.text


def test_a_form_that_is_too_large_is_413(site):
    response = site.client.post("/notes/new", data={"note": "x" * 3_000_000})
    assert response.status_code == 413
    assert "too large" in response.text


def test_a_megabyte_of_typed_text_is_taken_in(site):
    sent = {"note": "x" * 1_000_000, "csrf_token": site.token()}
    response = site.client.post("/notes/new", data=sent)
    assert "Note must be 200 characters or fewer" in response.text


def test_a_failure_says_nothing_of_its_cause_to_the_person_or_the_log(site):
    with structlog.testing.capture_logs() as logs:
        response = site.client.get("/broken")
    assert response.status_code == 500
    assert "Amina" not in response.text + str(logs)
    assert logs[0]["error_type"] == "RuntimeError"
    assert "conftest.py:" in logs[0]["frames"][-1]


def test_a_database_that_is_away_is_503_and_worth_another_try(site):
    def away(_cookie):
        raise OperationalError("SELECT", {}, Exception("gone"))

    site.token()
    site.store.load = away
    response = site.client.get("/notes/1")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"


def test_the_log_has_the_routes_pattern_and_never_the_address(site):
    with structlog.testing.capture_logs() as logs:
        site.client.get("/notes/secret-thing?name=Amina")
    line = next(line for line in logs if line["event"] == "request")
    assert line["route"] == "/notes/<note>"
    assert line["status"] == 303
    assert "secret-thing" not in str(logs) and "Amina" not in str(logs)


def test_flashed_words_are_escaped(site):
    site.sign_in()
    assert "You are &lt;signed&gt; in" in site.client.get("/notes/new").text


def test_the_theme_is_the_brands(site):
    theme = site.client.get("/theme.css")
    assert theme.mimetype == "text/css"
    assert "--govuk-brand-colour:#1d70b8" in theme.text


@pytest.mark.parametrize("colour", ["#ffff00", "#8cc63f", "blue", "#12345"])
def test_a_colour_that_could_not_be_read_is_refused(colour):
    with pytest.raises(ValueError, match="header="):
        Brand(name="N", service="S", header=colour)


def test_a_brand_file_with_a_slip_is_refused_by_name():
    with pytest.raises(ValueError, match="unknown colur"):
        brand_from({"name": "N", "service": "S", "colur": "#000000"})
