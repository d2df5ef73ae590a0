"""A product that cannot start says which setting is at fault and what was wanted, and ends."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from demo.playing import fresh_environment
from plumbing.settings import Settings
from services.doctor import SIGNS_NOTHING
from services.key_commands import make_keys
from services.running import SERVICES, Product
from tests.contracts.reading import until

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CIN_ADMIN_PORT", "abc", "CIN_ADMIN_PORT='abc': a whole number is wanted"),
        ("CIN_ZONE", "Mars/One", "CIN_ZONE='Mars/One': a time zone is wanted"),
        ("CIN_BUS", "kafka://somewhere", "CIN_BUS: kafka://host:port is wanted"),
        ("CIN_BUS", "carrier-pigeon://loft", "kafkas://host:port is wanted"),
        ("CIN_COUNCIL", "atlantis", "local.toml"),
        ("CIN_LOCAL", "/nowhere/local.toml", "/nowhere/local.toml"),
        ("CIN_BIND", "everywhere", "CIN_BIND='everywhere': an address is wanted, like 127.0.0.1"),
    ],
)
def test_a_wrong_setting_ends_the_process_at_the_start_in_words(
    name: str, value: str, said: str, tmp_path: Path
) -> None:
    ports = dict.fromkeys(("CIN_STAFF_PORT", "CIN_INTERNAL_PORT", "CIN_ADMIN_PORT", "CIN_MAIL_PORT"), "0")
    environment = {**os.environ, **ports, "CIN_DATA": str(tmp_path), "CIN_CATCHER_PORT": "0", name: value}
    environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'proto'}"
    command = [sys.executable, "-m", "services", "run"]
    ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert ended.stderr.startswith("It does not start. ") and said in ended.stderr


@pytest.mark.parametrize("target", ["planning:web", "planning:api", "records:api"])
def test_pages_and_apis_start_while_the_brokers_are_down(target: str, tmp_path: Path) -> None:
    ports = dict.fromkeys(("CIN_STAFF_PORT", "CIN_INTERNAL_PORT", "CIN_ADMIN_PORT", "CIN_MAIL_PORT"), "0")
    make_keys(tmp_path / "keys")
    product = Product(
        Settings({**ports, "CIN_DATA": str(tmp_path), "CIN_BUS": "kafka://127.0.0.1:9"}), target
    )
    product.start()
    try:
        ready = f"http://127.0.0.1:{product.doors['admin']}/readyz"
        until(lambda: requests.get(ready, timeout=5).status_code == 200, "it is never ready")
    finally:
        assert product.stop() == []


def test_ports_open_at_the_address_that_is_set(tmp_path: Path) -> None:
    """127.0.0.2 is loopback too, so that nothing is opened to a network here."""
    ports = dict.fromkeys(("CIN_INTERNAL_PORT", "CIN_ADMIN_PORT"), "0")
    make_keys(tmp_path / "keys")
    product = Product(Settings({**ports, "CIN_DATA": str(tmp_path), "CIN_BIND": "127.0.0.2"}), "records:api")
    product.start()
    try:
        figures = requests.get(f"http://127.0.0.2:{product.doors['admin']}/metrics", timeout=5).text
        assert 'last_loop_age_seconds{role="records:api"}' in figures, "the alert of a lost API asks for it"
        for door in ("admin", "internal"):
            with pytest.raises(OSError, match="refused"):
                socket.create_connection(("127.0.0.1", product.doors[door]), 5)
            socket.create_connection(("127.0.0.2", product.doors[door]), 5).close()
    finally:
        assert product.stop() == []


def test_keys_lie_where_the_setting_says_and_one_process_makes_its_own(tmp_path: Path) -> None:
    environment = fresh_environment(tmp_path / "data") | {"CIN_KEYS": str(tmp_path / "elsewhere")}
    product = Product(Settings(environment))
    product.house.close()
    pairs = {f"{service}.{half}.pem" for service in SERVICES for half in ("private", "public")}
    assert {path.name for path in (tmp_path / "elsewhere").iterdir()} == {"pages.secret", *pairs}
    assert not (tmp_path / "data" / "keys").exists()


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("planning:web", "pages.secret"),
        ("planning:web", "planning.private.pem"),
        ("records:api", "records.private.pem"),
        ("records:api", "planning.public.pem"),
        ("notifications:worker", "notifications.private.pem"),
    ],
)
def test_a_role_by_itself_makes_no_key_that_the_others_would_not_know(
    target: str, missing: str, tmp_path: Path
) -> None:
    """A misspelt CIN_KEYS left every process ready with keys of its own, and none believed another."""
    ports = dict.fromkeys(("CIN_STAFF_PORT", "CIN_INTERNAL_PORT", "CIN_ADMIN_PORT", "CIN_MAIL_PORT"), "0")
    make_keys(tmp_path / "keys")
    (tmp_path / "keys" / missing).unlink()
    said = missing.replace("planning.public.pem", "no public key of planning")
    with pytest.raises(ValueError, match=f"CIN_KEYS: .*{said}.*cin keys make"):
        Product(Settings({**ports, "CIN_DATA": str(tmp_path)}), target)


@pytest.mark.parametrize("target", ["planning:worker", "scheduler:worker"])
def test_a_role_that_signs_nothing_needs_no_key(target: str, tmp_path: Path) -> None:
    assert tuple(target.split(":")) in SIGNS_NOTHING
    environment = {"CIN_DATA": str(tmp_path), "CIN_ADMIN_PORT": "0"}
    Product(Settings(environment), target).house.close()
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize(
    ("target", "processors"), [("all", 1), ("records:api", len(os.sched_getaffinity(0)))]
)
def test_everything_in_one_process_keeps_to_one_processor(
    target: str, processors: int, tmp_path: Path
) -> None:
    """And a role of its own uses what it is given."""
    settings = Settings({**os.environ, **fresh_environment(tmp_path)})
    make_keys(settings.keys)
    command = [sys.executable, "-m", "services", "run", "--target", target]
    with subprocess.Popen(command, env=settings.environment, stdout=subprocess.DEVNULL) as process:
        try:
            ready = f"http://127.0.0.1:{settings.number('CIN_ADMIN_PORT')}/readyz"
            until(lambda: _answers(ready), "it is never ready")
            assert len(os.sched_getaffinity(process.pid)) == processors
        finally:
            process.terminate()


def _answers(ready: str) -> bool:
    try:
        return requests.get(ready, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


def test_a_process_reads_no_service_but_that_of_its_role(tmp_path: Path) -> None:
    make_keys(tmp_path / "keys")
    ports = {"CIN_INTERNAL_PORT": "0", "CIN_ADMIN_PORT": "0", "CIN_DATA": str(tmp_path)}
    script = (
        "import sys; from plumbing.settings import Settings; from services.running import Product;"
        f"Product(Settings({ports}), 'scheduler:api');"
        "print([name for name in sys.modules if name.startswith('services.') and name.endswith('.main')])"
    )
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'proto'}"}
    command = [sys.executable, "-c", script]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout.strip() == "['services.scheduler.main']"
