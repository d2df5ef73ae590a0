"""An internal route opens for one token only: this audience, this action, this thing, this minute."""

from datetime import timedelta

import pytest
import structlog
from google.protobuf.wrappers_pb2 import StringValue
from marshmallow import Schema, fields
from sqlalchemy.exc import OperationalError

from plumbing.neighbour import PROTOBUF
from plumbing.tokens import Keys, Tokens
from plumbing.trace import trace_id
from plumbing.web.api import Blueprint, add_routes, api_app, asks, protobuf, routes_without_guard


class Amount(Schema):
    amount = fields.Integer(required=True)


@pytest.fixture
def keys(tmp_path):
    return Keys(tmp_path / "keys")


@pytest.fixture
def asker(keys):
    return Tokens("shop", keys)


@pytest.fixture
def app(keys, clock):
    app = api_app("bank", Tokens("bank", keys), clock, title="Bank")
    routes = Blueprint("accounts")

    @routes.get("/accounts/<account>/holders/<holder>")
    @asks("see_account", thing="account")
    def see(account, holder):
        """What stands on an account."""
        return protobuf(StringValue(value=f"{account} {trace_id()}"))

    @routes.post("/accounts/<account>/payments")
    @routes.arguments(Amount)
    @routes.response(201, Amount)
    @asks("pay_in", thing="account")
    def pay(body, account):
        return body

    @routes.get("/accounts")
    @asks("see_all", always="all")
    def see_all():
        raise OperationalError("SELECT", {}, Exception("gone"))

    @routes.get("/broken")
    @asks("see_all", always="all")
    def broken():
        raise RuntimeError("Amina's address")

    add_routes(app, routes)
    return app


@pytest.fixture
def ask(app, asker, clock):
    def ask(path="/accounts/7/holders/8", action="see_account", thing="7", method="GET", **more):
        token = asker.sign("bank", "amina", action, thing, clock.now())
        return app.test_client().open(
            path, method=method, headers={"Authorization": f"Bearer {token}"}, **more
        )

    return ask


def test_a_route_for_one_service_opens_to_no_other_however_good_its_token(keys, clock):
    app = api_app("bank", Tokens("bank", keys), clock, title="Bank")
    routes = Blueprint("rates")

    @routes.get("/rates")
    @asks("see_rates", always="all", by="shop")
    def rates():
        return {"rate": 3}

    add_routes(app, routes)
    for service, status in (("shop", 200), ("mill", 403)):
        token = Tokens(service, keys).sign("bank", "amina", "see_rates", "all", clock.now())
        answer = app.test_client().get("/rates", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status


def test_the_right_token_opens_and_the_answer_is_the_message(ask):
    response = ask()
    assert response.status_code == 200
    assert response.mimetype == PROTOBUF
    assert StringValue.FromString(response.data).value.startswith("7 ")


def _wrong(asker, keys, now):
    other = Tokens("stranger", Keys(keys._folder.parent / "elsewhere"))
    good = asker.sign("bank", "amina", "see_account", "7", now)
    head, body, signature = good.split(".")
    return {
        "none": None,
        "empty": "Bearer ",
        "not a token": "Bearer nonsense",
        "two parts": f"Bearer {head}.{body}",
        "basic": f"Basic {good}",
        "no scheme": good,
        "wrong audience": "Bearer " + asker.sign("library", "amina", "see_account", "7", now),
        "wrong action": "Bearer " + asker.sign("bank", "amina", "pay_in", "7", now),
        "wrong thing": "Bearer " + asker.sign("bank", "amina", "see_account", "9", now),
        "thing of another argument": "Bearer " + asker.sign("bank", "amina", "see_account", "8", now),
        "no thing": "Bearer " + asker.sign("bank", "amina", "see_account", "", now),
        "expired": "Bearer " + asker.sign("bank", "amina", "see_account", "7", now - timedelta(seconds=60)),
        "from the future": "Bearer "
        + asker.sign("bank", "amina", "see_account", "7", now + timedelta(minutes=5)),
        "unknown issuer": "Bearer " + other.sign("bank", "amina", "see_account", "7", now),
        "signature cut": f"Bearer {head}.{body}.",
        "signature of another": f"Bearer {head}.{body}.{asker.sign('x', 'y', 'z', 'q', now).split('.')[2]}",
        "no algorithm": f"Bearer eyJhbGciOiJub25lIn0.{body}.",
        "issuer leaves the folder": "Bearer e30.eyJpc3MiOiIuLi9zaG9wIn0.x",
    }


WRONG = [
    "none", "empty", "not a token", "two parts", "basic", "no scheme", "wrong audience", "wrong action",
    "wrong thing", "thing of another argument", "no thing", "expired", "from the future", "unknown issuer",
    "signature cut", "signature of another", "no algorithm", "issuer leaves the folder",
]  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_a_wrong_token_is_403_with_a_problem_in_words(app, asker, keys, clock, how):
    header = _wrong(asker, keys, clock.now())[how]
    headers = {"Authorization": header} if header else {}
    response = app.test_client().get("/accounts/7/holders/8", headers=headers)
    assert response.status_code == 403
    assert response.mimetype == "application/problem+json"
    assert response.json["status"] == 403 and response.json["title"] == "Forbidden"
    assert "token" in response.json["detail"] or "key" in response.json["detail"]


def test_every_way_to_be_wrong_is_tried(asker, keys, clock):
    assert set(_wrong(asker, keys, clock.now())) == set(WRONG)


def test_a_body_is_not_looked_at_before_the_token(app):
    assert app.test_client().post("/accounts/7/payments", json={"amount": "x"}).status_code == 403


def test_a_bad_body_is_422_with_its_errors(ask):
    response = ask("/accounts/7/payments", "pay_in", method="POST", json={"amount": "x"})
    assert response.status_code == 422
    assert response.json["errors"] == {"json": {"amount": ["Not a valid integer."]}}


def test_a_good_body_is_taken(ask):
    response = ask("/accounts/7/payments", "pay_in", method="POST", json={"amount": 5})
    assert (response.status_code, response.json) == (201, {"amount": 5})


def test_a_database_that_is_away_is_503_so_that_the_caller_asks_again(ask):
    assert ask("/accounts", "see_all", "all").status_code == 503


def test_a_failure_quotes_nobody(ask):
    with structlog.testing.capture_logs() as logs:
        response = ask("/broken", "see_all", "all")
    assert response.status_code == 500
    assert "Amina" not in response.text + str(logs)


def test_the_trace_is_taken_over(app, asker, clock):
    token = asker.sign("bank", "amina", "see_account", "7", clock.now())
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {"Authorization": f"Bearer {token}", "traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    answer = app.test_client().get("/accounts/7/holders/8", headers=headers)
    assert StringValue.FromString(answer.data).value == f"7 {trace}"


def test_the_description_and_the_health_are_the_only_open_doors(app):
    client = app.test_client()
    assert client.get("/openapi.json").json["openapi"] == "3.1.0"
    assert "/accounts/{account}/payments" in client.get("/openapi.json").json["paths"]
    assert client.get("/health").json == {"status": "ok"}
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<account>", "7").replace("<holder>", "8")
        method = "POST" if "POST" in rule.methods else "GET"
        expected = {200} if path in ("/openapi.json", "/health") else {403}
        assert {client.open(path, method=method).status_code} == expected, path


def test_a_route_that_asks_nothing_is_found_and_opens_for_nobody(app, ask):
    assert list(routes_without_guard(app)) == []
    app.add_url_rule("/forgotten", "forgotten", lambda: "open")
    assert list(routes_without_guard(app)) == ["forgotten"]
    assert ask("/forgotten").status_code == 403


def test_an_unknown_address_is_a_problem_too(app):
    response = app.test_client().get("/nowhere")
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_asks_needs_to_know_its_thing():
    with pytest.raises(TypeError, match="which view argument"):
        asks("see_account")
