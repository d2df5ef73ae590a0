"""What the environment says: one place that reads it, every name with its default and what it is for."""

import os
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True)
class Setting:
    """One environment variable. The table in docs/settings.md is held to this list by a test."""

    name: str
    default: str
    says: str


SETTINGS = (
    Setting("CIN_DATA", "var", "folder for databases, the log, keys and caught mail"),
    Setting("CIN_COUNCIL", "newcastle", "the council whose procedure and local values hold"),
    Setting("CIN_PROCEDURES", "", "folder of the councils' procedures; empty: the product's own"),
    Setting("CIN_LOCAL", "", "TOML file of the council's own values, in place of its folder's local.toml"),
    Setting("CIN_ZONE", "Europe/London", "the council's time zone"),
    Setting(
        "CIN_BUS", "log:///{data}/bus.db", "the bus: log:///path, kafka://host:port,… or kafkas:// (TLS)"
    ),
    Setting(
        "CIN_BUS_CA", "", "PEM file of who signed the brokers' certificates; empty: whom the system trusts"
    ),
    Setting("CIN_BUS_USER", "", "user name at the brokers (SCRAM-SHA-512), empty for none"),
    Setting("CIN_BUS_PASSWORD", "", "password at the brokers"),
    Setting("CIN_BUS_MEMBER", "", "this process's name in its groups, the same after a restart, or empty"),
    Setting(
        "CIN_DATABASE_{SERVICE}", "sqlite:///{data}/{service}.db", "one service's database, an SQLAlchemy URL"
    ),
    Setting(
        "CIN_MIGRATION_DATABASE_{SERVICE}",
        "",
        "the same database as the role that owns its tables; empty: PostgreSQL is not migrated at the start",
    ),
    Setting("CIN_URL_{SERVICE}", "http://127.0.0.1:8002/{service}", "where one service's API answers"),
    Setting(
        "CIN_KEYS",
        "{data}/keys",
        "folder of the keys that services sign with; cin keys make fills it",
    ),
    Setting("CIN_BIND", "127.0.0.1", "address at which ports open; in a container 0.0.0.0"),
    Setting("CIN_STAFF_PORT", "8000", "port of the staff pages"),
    Setting("CIN_INTERNAL_PORT", "8002", "port of the services' own APIs"),
    Setting("CIN_ADMIN_PORT", "8003", "port of /livez, /readyz, /metrics"),
    Setting("CIN_MAIL_PORT", "8004", "port of the page that shows caught mail"),
    Setting("CIN_CATCHER_PORT", "2525", "port on which the local mail catcher takes mail"),
    Setting(
        "CIN_SIGN_IN",
        "local",
        "how staff sign in: local (from a list, without a password) or oidc (provider)",
    ),
    Setting("CIN_STAFF_LIST", "", "TOML file of the staff for local sign-in; empty: the demonstration's"),
    Setting("CIN_STAFF_URL", "", "where browsers reach the staff pages: https:// and the host, no path"),
    Setting("CIN_OIDC_ISSUER", "", "the identity provider: the issuer that its discovery document names"),
    Setting("CIN_OIDC_CLIENT", "", "what the provider calls this product: its client or application id"),
    Setting("CIN_OIDC_SECRET_FILE", "", "file that holds the client's secret and nothing else"),
    Setting(
        "CIN_OIDC_ROLES", "", "TOML file that gives the provider's app roles or groups a role and a team"
    ),
    Setting("CIN_OIDC_CLAIM", "roles", "the ID token's claim with app roles or groups; dots lead inside"),
    Setting("CIN_OIDC_SCOPES", "openid profile", "what is asked for at the provider"),
    Setting("CIN_OIDC_FRESH", "15", "minutes after which a weighty act asks for a new sign-in"),
    Setting(
        "CIN_OIDC_LEVELS", "", "what acr is to be after that new sign-in, one of these words; empty: any"
    ),
    Setting("CIN_OIDC_CA", "", "PEM file of who signed the provider's certificate; empty: whom we trust"),
    Setting("CIN_SMTP", "catcher", "catcher (keep all mail here), or smtp://host:port, smtps://host:port"),
    Setting("CIN_SMTP_TLS", "required", "required or off; only the local catcher goes without"),
    Setting("CIN_SMTP_CA", "", "PEM file of who signed the mail server's certificate; empty: whom we trust"),
    Setting("CIN_SMTP_USER", "", "user name at the mail server, empty for none"),
    Setting("CIN_SMTP_PASSWORD", "", "password at the mail server"),
    Setting("CIN_MAIL_FROM", "meetings@meetings.example.org", "the address that circulations come from"),
    Setting("CIN_MEETINGS_DOMAIN", "meetings.example.org", "domain of invitations' UIDs and reply addresses"),
    Setting("CIN_FONTS", "", "folder of the documents' typeface, empty for what script/bootstrap built"),
    Setting("CIN_STEERABLE", "", "1: the admin port may set the civil date (tests, journeys, demo)"),
    Setting("CIN_HOSTS", "127.0.0.1,localhost", "host names that staff pages answer to"),
)
_KNOWN = {setting.name: setting for setting in SETTINGS}


@dataclass(frozen=True)
class Settings:
    """Reads settings by name; unknown names are a programming error and raise KeyError."""

    environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def text(self, name: str, service: str = "") -> str:
        setting = _KNOWN[name]
        actual = name.replace("{SERVICE}", service.upper())
        default = setting.default.replace("{service}", service)
        if "{data}" in default:
            default = default.replace("{data}", str(self.data.resolve()).lstrip("/"))
            default = default.replace("sqlite:///", "sqlite:////")
        return self.environment.get(actual) or default

    def number(self, name: str) -> int:
        value = self.text(name)
        if not value.isdigit():
            raise ValueError(f"{name}={value!r}: a whole number is wanted ({_KNOWN[name].says})")
        return int(value)

    @property
    def data(self) -> Path:
        return Path(self.environment.get("CIN_DATA") or _KNOWN["CIN_DATA"].default)

    @property
    def keys(self) -> Path:
        return Path(self.environment.get("CIN_KEYS") or self.data / "keys")

    @property
    def bind(self) -> str:
        """Raises ValueError where it is no address of a machine."""
        value = self.text("CIN_BIND")
        try:
            return str(ip_address(value))
        except ValueError:
            raise ValueError(f"CIN_BIND={value!r}: an address is wanted, like 127.0.0.1 or 0.0.0.0") from None

    @property
    def zone(self) -> ZoneInfo:
        name = self.text("CIN_ZONE")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"CIN_ZONE={name!r}: a time zone is wanted, like Europe/London") from None

    @property
    def steerable(self) -> bool:
        return self.text("CIN_STEERABLE") == "1"

    def database(self, service: str) -> str:
        return self.text("CIN_DATABASE_{SERVICE}", service)

    def url(self, service: str) -> str:
        name = "CIN_URL_{SERVICE}"
        if self.environment.get(name.replace("{SERVICE}", service.upper())):
            return self.text(name, service)
        return f"http://127.0.0.1:{self.number('CIN_INTERNAL_PORT')}/{service}"
