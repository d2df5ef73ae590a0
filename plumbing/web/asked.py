"""Who asks a service's API, in the words of an entry: what is shown or changed for them is noted first."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import g

from plumbing.accesses import READ, Access, Accesses
from plumbing.database import Database

_SERVICE = "service"
"""What a token names as its subject where no person stands behind it."""


def asked(how: str, kind: str = "", thing: str = "") -> Access:
    """The person on whose behalf the request comes, or the service that asks for itself."""
    who = g.asking.service if g.asking.subject == _SERVICE else g.asking.subject
    return Access(who, g.asking.action, how, kind, thing)


@dataclass(frozen=True)
class Looks:
    """For routes that only show something."""

    database: Database
    accesses: Accesses

    def note(self, kind: str = "", thing: str = "", subjects: Iterable[str] = ()) -> None:
        """Committed before the answer goes; raises NotNoted, and then nothing is answered."""
        with self.database.begin() as session:
            self.accesses.note(session, asked(READ, kind, thing), subjects)
