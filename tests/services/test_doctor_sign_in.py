"""What `cin doctor` and the start of the pages say of a sign-in that is set up wrongly."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plumbing.clocks import MachineClock
from plumbing.settings import Settings
from services.doctor_sign_in import faults_of_sign_in
from services.planning.web.door import door_of
from tests.oidc import hostile
from tests.oidc.hostile import Hostile


@pytest.fixture
def liar() -> Iterator[Hostile]:
    made = Hostile().start()
    yield made
    made.stop()


def _settings(folder: Path, issuer: str, **other: str) -> Settings:
    (folder / "secret").write_text("s3cret-words\n")
    (folder / "roles.toml").write_text('[roles]\n"W" = "social worker"\n')
    said = {
        "CIN_SIGN_IN": "oidc",
        "CIN_STAFF_URL": "https://plans.example",
        "CIN_HOSTS": "plans.example",
        "CIN_OIDC_ISSUER": issuer,
        "CIN_OIDC_CLIENT": "plans",
        "CIN_OIDC_SECRET_FILE": str(folder / "secret"),
        "CIN_OIDC_ROLES": str(folder / "roles.toml"),
    }
    return Settings(said | other)


def test_a_good_sign_in_has_no_fault(tmp_path: Path, liar: Hostile) -> None:
    settings = _settings(tmp_path, liar.issuer)
    assert faults_of_sign_in(settings, asks=True) == []
    door = door_of(settings, b"x", MachineClock())
    assert door and door.provider.client.secret == "s3cret-words"
    assert door.provider.client.back == "https://plans.example/sign-in/back"


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("CIN_OIDC_CLIENT", "", "CIN_OIDC_CLIENT: CIN_SIGN_IN=oidc needs it"),
        ("CIN_OIDC_ISSUER", "http://login.example", "CIN_OIDC_ISSUER: an address is wanted"),
        ("CIN_OIDC_ISSUER", "https://user:word@login.example", "CIN_OIDC_ISSUER: an address is wanted"),
        ("CIN_STAFF_URL", "http://plans.example", "CIN_STAFF_URL: an address without a path is wanted"),
        ("CIN_STAFF_URL", "https://plans.example/x", "CIN_STAFF_URL: an address without a path is wanted"),
        ("CIN_STAFF_URL", "https://other.example", "CIN_STAFF_URL: its host is not among CIN_HOSTS"),
        ("CIN_OIDC_SCOPES", "profile", "CIN_OIDC_SCOPES: openid must be among them"),
        ("CIN_OIDC_FRESH", "soon", "CIN_OIDC_FRESH='soon': a whole number is wanted"),
        ("CIN_OIDC_FRESH", "0", "CIN_OIDC_FRESH=0: from 1 to 720 minutes are wanted"),
        ("CIN_OIDC_SECRET_FILE", "/nowhere", "CIN_OIDC_SECRET_FILE: /nowhere cannot be read"),
        ("CIN_OIDC_ROLES", "/nowhere", "CIN_OIDC_ROLES: /nowhere cannot be read"),
        ("CIN_OIDC_CA", "/nowhere", "CIN_OIDC_CA: there is no file /nowhere"),
    ],
)
def test_a_wrong_setting_is_said_and_the_provider_not_asked(
    tmp_path: Path, name: str, value: str, fault: str
) -> None:
    settings = _settings(tmp_path, "https://login.example", **{name: value})
    (found,) = faults_of_sign_in(settings, asks=True)
    assert fault in found and "s3cret" not in found
    if name != "CIN_OIDC_CA":
        with pytest.raises(ValueError, match=name):
            door_of(settings, b"x", MachineClock())


def test_a_wrong_role_is_said_with_its_line(tmp_path: Path) -> None:
    settings = _settings(tmp_path, "https://login.example")
    (tmp_path / "roles.toml").write_text('[roles]\n"W" = "worker"\n')
    (found,) = faults_of_sign_in(settings, asks=False)
    assert "roles.toml:2: 'worker' is no role; one of administrator" in found


def test_a_word_that_there_is_not_stops_the_start() -> None:
    with pytest.raises(ValueError, match="CIN_SIGN_IN='Oidc': local or oidc is wanted"):
        door_of(Settings({"CIN_SIGN_IN": "Oidc"}), b"x", MachineClock())


def test_a_provider_that_is_wrong_is_said_in_words(tmp_path: Path, liar: Hostile) -> None:
    settings = _settings(tmp_path, liar.issuer)
    for answer, words in ((hostile.page, "no identity provider"), (hostile.elsewhere, "sends us on")):
        liar.discovery = answer
        (found,) = faults_of_sign_in(settings, asks=True)
        assert words in found
    liar.discovery = None
    (found,) = faults_of_sign_in(_settings(tmp_path, f"{liar.issuer}/"), asks=True)
    assert "names another issuer" in found
    liar.stop()
    (found,) = faults_of_sign_in(settings, asks=True)
    assert "cannot be reached" in found
