"""Which mail servers are trusted: where TLS is asked for, nobody else gets anything."""

import pytest

from demo.engines.certificates import Authority
from plumbing.settings import Settings
from services.notifications.adapters.smtp import Post, TryLater, Uncertain
from services.notifications.main import post_of
from tests.services.notifications.adapters.test_smtp import MAIL, RECIPIENT, SENDER, send, server
from tests.services.notifications.mail_servers import DRIP, MailServer, certificate, mail_server, unstuffed

__all__ = ["server"]


def test_where_tls_is_required_a_server_without_it_gets_nothing(server: MailServer) -> None:
    with pytest.raises(TryLater):
        send(server, tls="required")
    assert server.recipients == [] and server.taken == []


@pytest.mark.parametrize("host", ["127.0.0.1", "elsewhere.example"])
def test_where_tls_is_required_a_certificate_that_nobody_vouches_for_gets_nothing(
    tmp_path, host: str
) -> None:
    with mail_server(certificate(tmp_path, host)) as server:
        with pytest.raises(TryLater):
            send(server, tls="required")
        assert server.recipients == [] and server.taken == []


def test_where_tls_is_required_a_certificate_for_another_host_gets_nothing(tmp_path, monkeypatch) -> None:
    wrong = certificate(tmp_path, "elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(wrong))
    with mail_server(wrong) as server:
        with pytest.raises(TryLater):
            send(server, tls="required")
        assert server.recipients == [] and server.taken == []


def test_where_tls_is_required_and_the_certificate_is_right_the_mail_goes(tmp_path, monkeypatch) -> None:
    right = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(right))
    with mail_server(right) as server:
        send(server, tls="required")
        assert unstuffed(server.taken[0]) == MAIL


def test_a_mail_server_of_the_councils_own_authority_is_known_by_its_file(tmp_path, monkeypatch) -> None:
    """And by no other: whom the system trusts has no say then."""
    ours, other = Authority(tmp_path / "ours"), Authority(tmp_path / "other")
    monkeypatch.setenv("SSL_CERT_FILE", str(ours.ca))
    with mail_server(ours.certify(tmp_path / "server.pem")) as server:
        with pytest.raises(TryLater):
            send(server, tls="required", ca=str(other.ca))
        assert server.taken == []
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(TryLater):
            send(server, tls="required")
        send(server, tls="required", ca=str(ours.ca))
        assert len(server.taken) == 1
        settings = Settings({"CIN_SMTP": server.url, "CIN_SMTP_CA": str(ours.ca)})
        assert post_of(settings).fault() is None


def test_a_server_that_speaks_tls_at_once_gets_the_mail_and_no_more_time_than_another(
    tmp_path, monkeypatch
) -> None:
    right = certificate(tmp_path, "127.0.0.1")
    monkeypatch.setenv("SSL_CERT_FILE", str(right))
    with mail_server(right, at_once=True) as server:
        url = server.url.replace("smtp:", "smtps:")
        Post(url).send(SENDER, RECIPIENT, MAIL)
        assert unstuffed(server.taken[0]) == MAIL
        server.says["end"] = DRIP
        with pytest.raises(Uncertain):
            Post(url, longest=1.0).send(SENDER, RECIPIENT, MAIL)


@pytest.mark.parametrize("setting", ["", "Required", "on", "none"])
def test_a_setting_that_is_not_exactly_off_still_requires_tls(server: MailServer, setting: str) -> None:
    with pytest.raises(TryLater):
        send(server, tls=setting)
    assert server.taken == []
