"""`cin doctor`: each fault is one line that says what, where and what to do, and nothing secret is in it."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from demo.playing import fresh_environment
from plumbing.settings import Settings
from services import doctor, doctor_files
from services.__main__ import main
from services.doctor import Check, examine
from services.key_commands import make_keys
from services.rights import SERVICES
from services.running import Product
from tests.services.notifications.mail_servers import certificate, mail_server, swallower

SECRET = "a-password-nobody-may-see"
Doctor = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def cin(tmp_path: Path) -> Doctor:
    def run(*words: str, **different: str) -> tuple[int, list[str]]:
        environment: dict[str, str | None] = {"CIN_DATA": str(tmp_path / "data"), **different}
        ended = CliRunner(env=environment).invoke(main, ["doctor", *words], catch_exceptions=False)
        assert SECRET not in ended.output
        return ended.exit_code, ended.output.splitlines()

    return run


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Product]:
    product = Product(Settings(fresh_environment(tmp_path / "data")))
    product.house.clock.steer(date(2026, 11, 30))
    product.start()
    yield product
    product.stop()


def test_a_product_that_runs_as_it_should_is_well(product: Product, cin: Doctor) -> None:
    code, lines = cin(**product.settings.environment)
    said = [line for line in lines if not line.startswith("{")]  # the product's own log, in this process
    assert (code, said) == (0, ["All is well: what was looked at is as it should be."])


@pytest.mark.parametrize("service", SERVICES)
def test_before_its_first_start_nothing_is_amiss(cin: Doctor, service: str) -> None:
    assert cin("--service", service, "--starting")[0] == 0


def test_without_neighbours_whoever_asks_them_says_so(cin: Doctor) -> None:
    code, lines = cin("--service", "planning", "--role", "web", CIN_INTERNAL_PORT="1")
    assert code == 1
    assert (
        "records: its API cannot be reached: is records:api running, and is CIN_URL_RECORDS right?" in lines
    )
    assert not [line for line in lines if line.startswith("planning: its API")]


@pytest.mark.parametrize(
    ("name", "value", "begins"),
    [
        ("CIN_COUNCL", "newcastle", "CIN_COUNCL: there is no such setting; CIN_COUNCIL is meant?"),
        ("CIN_STAFF_PORT", "http", "CIN_STAFF_PORT='http': a whole number is wanted"),
        ("CIN_STAFF_PORT", "70000", "CIN_STAFF_PORT='70000': a port is wanted"),
        ("CIN_BIND", "localhost", "CIN_BIND='localhost': an address is wanted"),
        ("CIN_ZONE", "Europe/Newcastle", "CIN_ZONE='Europe/Newcastle': a time zone is wanted"),
        ("CIN_STEERABLE", "yes", "CIN_STEERABLE='yes': 1 is wanted, or nothing"),
        ("CIN_SMTP_TLS", "on", "CIN_SMTP_TLS='on': required or off is wanted"),
        ("CIN_SMTP", f"smtp://u:{SECRET}@mail", "CIN_SMTP: catcher, smtp://host:port"),
        ("CIN_SMTP_PASSWORD", SECRET, "CIN_SMTP_USER, CIN_SMTP_PASSWORD: user and password are wanted"),
        ("CIN_MAIL_FROM", "meetings", "CIN_MAIL_FROM: a mail address is wanted"),
        ("CIN_MEETINGS_DOMAIN", "a b", "CIN_MEETINGS_DOMAIN: a domain is wanted"),
        ("CIN_HOSTS", "plans.council.example:443/", "CIN_HOSTS: 'plans.council.example:443/' is no host"),
        ("CIN_LOCAL", "/nowhere/local.toml", "CIN_LOCAL: there is no file /nowhere/local.toml"),
        ("CIN_PROCEDURES", "/nowhere", "CIN_PROCEDURES: there is no folder /nowhere"),
        ("CIN_BUS", f"kafka://u:{SECRET}@b:9092", "CIN_BUS: kafka://host:port is wanted"),
        ("CIN_BUS", "amqp://b", "CIN_BUS: log:///path, kafka://host:port or kafkas://host:port is wanted"),
        ("CIN_DATABASE_RECORDS", f"nonsense:{SECRET}", "CIN_DATABASE_RECORDS: this is no URL of a database"),
        ("CIN_URL_RECORDS", "records:8002", "CIN_URL_RECORDS: http://host:port is wanted"),
        ("CIN_BUS", "kafka://127.0.0.1:9092", "CIN_DATABASE_PLANNING: with Kafka as the bus a PostgreSQL"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_wanted(
    cin: Doctor, name: str, value: str, begins: str
) -> None:
    code, lines = cin(**{name: value})
    assert code == 1 and lines[0].startswith(begins), lines
    assert lines[-1].startswith("Set these right first")


def test_what_a_cluster_puts_into_the_environment_is_no_typo(cin: Doctor) -> None:
    links = {
        "CIN_PLANNING_WEB_SERVICE_HOST": "10.0.0.1",
        "CIN_PLANNING_WEB_SERVICE_PORT_HTTP": "8000",
        "CIN_PLANNING_WEB_PORT": "tcp://10.0.0.1:8000",
        "CIN_PLANNING_WEB_PORT_8000_TCP_ADDR": "10.0.0.1",
    }
    assert cin("--service", "records", "--starting", **links)[0] == 0


def test_a_wrong_procedure_is_said_with_file_and_line(cin: Doctor, tmp_path: Path) -> None:
    local = tmp_path / "local.toml"
    local.write_text('council = "Newcastle"\nnonsense = 3\n')
    code, lines = cin("--service", "planning", "--starting", CIN_LOCAL=str(local))
    assert code == 1 and len(lines) >= 1
    assert lines[0].startswith(f"procedure: {local}:") and all(
        line.startswith("procedure: ") for line in lines
    )
    assert [line for line in lines if f"{local}:2: 'nonsense'" in line]


def test_a_wrong_staff_list_is_said_by_its_entries_and_without_names(cin: Doctor, tmp_path: Path) -> None:
    staff = tmp_path / "staff.toml"
    staff.write_text(
        f'[[staff]]\nid = "s1"\nname = "{SECRET}"\nrole = "emperor"\nteam = 3\n[[staff]]\nid = "s2"\n'
    )
    code, lines = cin("--service", "planning", "--starting", CIN_STAFF_LIST=str(staff))
    where = f"staff list (CIN_STAFF_LIST): {staff}"
    first, second = f"{where}:1: entry 1 has", f"{where}:6: entry 2 has"
    assert code == 1 and lines[0].startswith(f"{first} a role that there is not: one of administrator")
    assert lines[1].startswith(f"{first} a team that is no text")
    assert lines[2:] == [f"{second} no name: write one", f"{second} no role: write one"]
    staff.write_text("not TOML")
    assert "is no TOML" in cin("--service", "planning", "--starting", CIN_STAFF_LIST=str(staff))[1][0]
    staff.write_text("")
    assert "lists nobody" in cin("--service", "planning", "--starting", CIN_STAFF_LIST=str(staff))[1][0]


def test_a_document_without_its_letters_is_said(cin: Doctor, tmp_path: Path) -> None:
    code, lines = cin("--service", "records", "--starting", CIN_FONTS=str(tmp_path))
    assert code == 1 and lines[0].startswith("fonts: no DejaVuSans.ttf")


def test_keys_that_do_not_fit_or_that_everybody_may_read_are_said(cin: Doctor, tmp_path: Path) -> None:
    mine, theirs = tmp_path / "keys", tmp_path / "other"
    make_keys(mine)
    make_keys(theirs)
    ask = ("--service", "planning", "--starting")
    assert cin(*ask, CIN_KEYS=str(mine))[0] == 0
    (mine / "planning.private.pem").chmod(0o444)
    (mine / "pages.secret").write_bytes(b"short")
    (mine / "planning.public.pem").write_bytes((theirs / "planning.public.pem").read_bytes())
    code, lines = cin(*ask, CIN_KEYS=str(mine))
    private = mine / "planning.private.pem"
    assert (code, lines) == (
        1,
        [
            f"keys: {private} may be read by anybody on this machine: take mode 0400 or 0440",
            "keys: planning.public.pem is not of planning.private.pem: hand out one pair",
            f"keys: {mine / 'pages.secret'} is too short: cin keys make makes a good one",
        ],
    )


def test_keys_are_asked_for_where_one_role_is_named_that_signs(cin: Doctor, tmp_path: Path) -> None:
    """With a misspelt CIN_KEYS each pod would have its own. One process for everything makes them."""
    wanted = f"keys: there is no folder {tmp_path}/kyes: cin keys make makes one, and CIN_KEYS names it"
    for words, said in (
        ((), False),
        (("--service", "records", "--role", "api"), True),
        (("--service", "planning", "--role", "worker"), False),
    ):
        assert (wanted in cin(*words, "--starting", CIN_KEYS=f"{tmp_path}/kyes")[1]) == said, words


def test_in_a_folder_that_is_only_read_every_key_must_be_there(
    cin: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys(tmp_path)
    for name in ("records.private.pem", "scheduler.public.pem"):
        (tmp_path / name).unlink()
    (tmp_path / "planning.public.pem").write_text("no key")
    real = doctor_files.os.access

    def only_read(path: Path, mode: int) -> bool:
        return mode != doctor_files.os.W_OK and real(path, mode)

    monkeypatch.setattr(doctor_files.os, "access", only_read)
    code, lines = cin("--service", "records", "--starting", CIN_KEYS=str(tmp_path))
    assert code == 1 and [line.split(": ")[1] for line in lines] == [
        f"{tmp_path}/records.private.pem is missing",
        f"{tmp_path}/planning.public.pem is no public key",
        f"{tmp_path}/scheduler.public.pem is missing",
    ]


def _of_mail(lines: list[str]) -> list[str]:
    return [line for line in lines if "mail server" in line]


def test_a_mail_server_is_asked_for_tls_and_password_and_given_no_mail(
    cin: Doctor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(known))
    ask = ("--service", "notifications", "--role", "worker", "--starting")
    make_keys(tmp_path / "data" / "keys")
    with mail_server(known) as server:
        code, lines = cin(*ask, CIN_SMTP=server.url)
        expiring = "note: mail server: its certificate ends in 0 days: have it renewed"
        assert (code, _of_mail(lines)) == (0, [expiring])
        code, lines = cin(*ask, CIN_SMTP=server.url, CIN_SMTP_USER="meetings", CIN_SMTP_PASSWORD=SECRET)
        assert code == 1 and "no sign-in here" in _of_mail(lines)[0]
        assert not server.recipients and not server.taken


def test_a_mail_server_without_tls_or_without_an_answer_is_said(cin: Doctor) -> None:
    ask = ("--service", "notifications", "--role", "worker", "--starting")
    with mail_server() as server:
        assert "it offers no TLS" in _of_mail(cin(*ask, CIN_SMTP=server.url)[1])[0]
        server.says["begin"] = "554 go away"
        assert "it answers 554" in _of_mail(cin(*ask, CIN_SMTP=server.url)[1])[0]
    code, lines = cin(*ask, CIN_SMTP=server.url)
    assert code == 1 and _of_mail(lines)[0].startswith(
        "mail server: it cannot be reached (Connection refused)"
    )


def test_a_mail_server_that_never_answers_is_not_waited_for(cin: Doctor) -> None:
    began = time.monotonic()
    with swallower() as url:
        code, lines = cin("--service", "notifications", "--role", "worker", "--starting", CIN_SMTP=url)
    assert code == 1 and "mail server: it cannot be reached" in _of_mail(lines)[0]
    assert time.monotonic() - began < 3 * doctor.LONGEST


def test_a_check_that_hangs_or_breaks_is_a_fault_and_hides_no_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def breaks() -> list[str]:
        raise RuntimeError(SECRET)

    monkeypatch.setenv("CIN_DATA", str(tmp_path))
    monkeypatch.setattr(doctor, "LONGEST", 0.2)
    slow = Check("slow", lambda: time.sleep(5) or [])
    monkeypatch.setattr(
        doctor, "checks", lambda *_: [slow, Check("bad", breaks), Check("c", lambda: ["c: cure it"])]
    )
    assert examine(None, None, False) == 1
    assert capsys.readouterr().out.splitlines() == [
        "slow: no answer within 0 seconds",
        "bad: the look at it failed (RuntimeError)",
        "c: cure it",
    ]
