"""How brokers are named: what is wrong in it is said before anything is tried."""

from pathlib import Path

import pytest

from plumbing.bus import open_bus
from plumbing.bus.access import NOBODY, Access, brokers_of


def test_a_url_names_brokers_and_whether_they_speak_tls() -> None:
    found = brokers_of("kafkas://one:9093,two.example.org:9093", NOBODY)
    assert found.addresses == ("one:9093", "two.example.org:9093")
    assert found.tls


def test_opening_kafka_connects_to_nothing() -> None:
    bus = open_bus("kafka://127.0.0.1:9")
    assert not bus.embedded
    bus.close()


@pytest.mark.parametrize("url", ["kafka://", "kafka://host", "kafkas://host:port", "kafka://a:1,,b:2"])
def test_an_address_without_host_or_port_is_refused_with_what_is_wanted(url: str) -> None:
    with pytest.raises(ValueError, match="://host:port is wanted"):
        brokers_of(url, NOBODY)


@pytest.mark.parametrize(
    "url",
    [
        "kafkas://planning:s3cret@host:9093",
        "kafka://planning:s3cret@host:9092",
        "kafkas://one:9093,planning:s3cret@two:9093",
        "kafkas://planning:s3cret/with,signs@in:it@host:9093",
        "KAFKAS://planning:s3cret@host:9093",
        "planning:s3cret@host:9093",
        "log://planning:s3cret@host/bus.db",
    ],
)
def test_a_password_in_the_url_is_not_repeated_and_its_place_is_named(url: str) -> None:
    with pytest.raises(ValueError, match=r"^CIN_BUS: .* CIN_BUS_USER and CIN_BUS_PASSWORD$") as error:
        open_bus(url)
    assert "s3cret" not in str(error.value) and "planning" not in str(error.value)


@pytest.mark.parametrize("url", ["kafkas://host:9093?password=s3cret", "s3cret", "kafkas://planning:s3cret"])
def test_nor_is_one_repeated_that_stands_elsewhere_in_it(url: str) -> None:
    with pytest.raises(ValueError, match="^CIN_BUS: ") as error:
        open_bus(url)
    assert "s3cret" not in str(error.value)


def test_a_password_is_not_sent_in_the_clear() -> None:
    with pytest.raises(ValueError, match="a password goes over TLS only; use kafkas://"):
        brokers_of("kafka://host:9092", Access(user="planning", password="p"))


@pytest.mark.parametrize("access", [Access(user="planning"), Access(password="p")])
def test_a_user_without_a_password_is_refused(access: Access) -> None:
    with pytest.raises(ValueError, match="user and password are wanted together"):
        brokers_of("kafkas://host:9092", access)


def test_a_certificate_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"nowhere\.pem is not there"):
        brokers_of("kafkas://host:9092", Access(ca=str(tmp_path / "nowhere.pem")))
