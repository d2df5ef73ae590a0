"""A real PostgreSQL for tests, journeys and people: its own folder, loopback, a password, no root.

with PostgreSQL() as server:
    databases = server.create_databases("cin")
    environment = settings_of(databases)
"""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import psycopg

from demo.engines import postgres_roles
from demo.engines.certificates import Authority
from demo.engines.machine import account, children_of, lives, run_as
from demo.ports import free_port

SERVICES = ("planning", "scheduler", "records", "notifications")
_DEBIAN = Path("/usr/lib/postgresql")
_SUPERUSER = "superuser"
_LOOPBACK = "127.0.0.1"
_WHAT_TO_DO = "PostgreSQL is not installed: apt-get install postgresql"
_PATIENCE = 60.0
"""Seconds that a start, a stop or the death of the children may take."""


class CannotStart(Exception):
    """PostgreSQL is not here or does not start; the words say what to do."""


@dataclass(frozen=True)
class ServiceDatabase:
    """One database, as the service sees it (reads and writes rows) and as its migrations do (owns it)."""

    service: str
    name: str
    url: str
    migration_url: str


def settings_of(databases: Mapping[str, ServiceDatabase]) -> dict[str, str]:
    """The environment of a house that runs on these databases."""
    settings: dict[str, str] = {}
    for service, database in databases.items():
        settings[f"CIN_DATABASE_{service.upper()}"] = database.url
        settings[f"CIN_MIGRATION_DATABASE_{service.upper()}"] = database.migration_url
    return settings


def missing() -> str | None:
    """What is missing and how to get it; None where PostgreSQL is here."""
    return None if program("initdb") and program("postgres") else _WHAT_TO_DO


class PostgreSQL:
    """`start()`, `stop()`, `kill()`; after either `start()` goes on with the same data, port and passwords.

    `durable=False` for tests: faster, and still whole after `kill()`, but not after a power cut.
    `host`: one more address of this machine at which it is found, only with TLS; `ca` is whom to trust then.
    """

    def __init__(self, folder: Path | None = None, durable: bool = True, host: str = _LOOPBACK) -> None:
        self._temporary = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="cin-postgres-"))
        self.host = host
        self.port = free_port()
        self._password = secrets.token_urlsafe(18)
        self._durable = durable
        self._account = account()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "PostgreSQL":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Returns when it takes connections. Raises CannotStart with the end of its log."""
        if not (self.folder / "data").exists():
            self._lay_out()
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                self._command(), stdout=log, stderr=log, start_new_session=True, **run_as(self._account)
            )
        self._wait_until_it_answers(self._process)

    def stop(self) -> None:
        """In good order: transactions under way are rolled back, connections are closed."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """SIGKILL to the postmaster and its children, as when the machine dies; returns when all are gone."""
        if self._process is None:
            return
        children = children_of(self._process.pid)
        self._process.kill()
        self._process.wait(_PATIENCE)
        for child in children:
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        deadline = time.monotonic() + _PATIENCE
        while any(lives(child) for child in children) and time.monotonic() < deadline:
            time.sleep(0.02)

    def close(self) -> None:
        """Stops it; the folder goes too, where nobody named one."""
        self.stop()
        if self._temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def ca(self) -> Path:
        return self.folder / "tls" / "ca.pem"

    def url(self, database: str, role: str = _SUPERUSER, password: str = "") -> str:
        """For SQLAlchemy; the superuser's where no role is named."""
        return f"postgresql+psycopg://{role}:{password or self._password}@{self.host}:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """As the superuser, each statement for itself."""
        return psycopg.connect(
            host=_LOOPBACK,
            port=self.port,
            user=_SUPERUSER,
            password=self._password,
            dbname=database,
            autocommit=True,
            connect_timeout=5,
        )

    def create_databases(self, prefix: str) -> dict[str, ServiceDatabase]:
        """By service: an empty database with a role that works and a role that migrates."""
        return {service: self.create_database(prefix, service) for service in SERVICES}

    def create_database(self, prefix: str, service: str) -> ServiceDatabase:
        name = f"{prefix}_{service}"
        passwords = {
            "owner_password": secrets.token_urlsafe(18),
            "service_password": secrets.token_urlsafe(18),
        }
        roles = {"owner": f"{name}_owner", "service": name, "database": name}
        postgres_roles.create(self.connect, roles | passwords)
        return ServiceDatabase(
            service,
            name,
            self.url(name, roles["service"], passwords["service_password"]),
            self.url(name, roles["owner"], passwords["owner_password"]),
        )

    def _lay_out(self) -> None:
        """A new data folder that belongs to the account it will run as."""
        initdb = program("initdb")
        if initdb is None or program("postgres") is None:
            raise CannotStart(_WHAT_TO_DO)
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "password").write_text(self._password)
        if self._account:
            for path in (self.folder, self.folder / "password"):
                shutil.chown(path, self._account, pwd.getpwnam(self._account).pw_gid)
        self.folder.chmod(0o700)
        made = subprocess.run(
            [initdb, "-D", str(self.folder / "data"), "-U", _SUPERUSER, "--auth=scram-sha-256"]
            + [f"--pwfile={self.folder}/password", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
            capture_output=True,
            text=True,
            **run_as(self._account),
        )
        if made.returncode:
            raise CannotStart(f"initdb failed in {self.folder}: {made.stderr.strip()}")
        if self.host != _LOOPBACK:
            self._open_to_its_network()

    def _open_to_its_network(self) -> None:
        """A certificate that names the host, and leave for its neighbours to come in with a password."""
        keys = Authority(self.folder / "tls").certify(self.folder / "tls" / "server.pem", self.host)
        if self._account:
            shutil.chown(keys, self._account, pwd.getpwnam(self._account).pw_gid)
        with (self.folder / "data" / "pg_hba.conf").open("a") as rules:
            rules.write(f"hostssl all all {self.host}/24 scram-sha-256\n")

    def _command(self) -> list[str]:
        settings = {
            "listen_addresses": ",".join(dict.fromkeys((_LOOPBACK, self.host))),
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "200",
            "fsync": "on" if self._durable else "off",
        }
        if self.host != _LOOPBACK:
            keys = str(self.folder / "tls" / "server.pem")
            settings |= {"ssl": "on", "ssl_cert_file": keys, "ssl_key_file": keys}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [program("postgres") or "postgres", "-D", str(self.folder / "data"), *options]

    def _wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline and process.poll() is None:
            try:
                self.connect().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        self.kill()
        raise CannotStart(f"PostgreSQL does not start: {self.last_words()}")

    def last_words(self, lines: int = 5) -> str:
        """The end of its log."""
        return "\n".join((self.folder / "log").read_text(errors="replace").splitlines()[-lines:])


def program(name: str) -> str | None:
    """From the PATH, else the newest of Debian's package folders."""
    found = shutil.which(name)
    if found:
        return found
    folders = sorted(_DEBIAN.glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    return next((str(folder / name) for folder in folders if (folder / name).exists()), None)
