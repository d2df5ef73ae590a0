"""Engines at one more address of this machine: only with TLS, by a certificate that names it."""

import ssl
from pathlib import Path

import psycopg
import pytest

from demo.engines.certificates import Authority
from demo.engines.postgres import PostgreSQL
from demo.engines.secured import SecuredBroker

ELSEWHERE = "127.0.0.2"
"""Loopback too, so that nothing is opened to a network here."""


@pytest.mark.postgres
def test_postgresql_is_found_there_by_whoever_checks_its_certificate() -> None:
    with PostgreSQL(durable=False, host=ELSEWHERE) as server:
        url = server.url("postgres").replace("+psycopg", "")
        assert f"@{ELSEWHERE}:" in url
        with psycopg.connect(url, sslmode="verify-full", sslrootcert=str(server.ca)) as connection:
            assert connection.pgconn.ssl_in_use


@pytest.mark.kafka
def test_a_secured_broker_is_found_there_and_its_certificate_says_so(tmp_path: Path) -> None:
    broker = SecuredBroker(tmp_path, {}, host=ELSEWHERE)
    try:
        broker.start()
        assert broker.url == f"kafkas://{ELSEWHERE}:{broker.port}"
        broker.grant([])
        found = ssl.get_server_certificate((ELSEWHERE, broker.port), ca_certs=str(broker.ca))
        assert found.startswith("-----BEGIN CERTIFICATE")
    finally:
        broker.stop()


def test_a_certificate_names_what_it_is_asked_to_name(tmp_path: Path) -> None:
    path = Authority(tmp_path).certify(tmp_path / "some.pem", "10.213.0.1")
    shown = ssl._ssl._test_decode_cert(str(path))  # type: ignore[attr-defined]  # no public one reads a file
    assert ("IP Address", "10.213.0.1") in shown["subjectAltName"]
