"""One service's database is migrated in a process of its own that may be killed just before the end.

`python -m tests.crashes.migrating URL FOLDER COUNT`: SIGKILL to itself at the COUNT-th reach; 0 lives.
"""

import sys
from pathlib import Path

from plumbing import failpoints
from plumbing.database import Database
from plumbing.migrations import upgrade
from tests.crashes.victim import KilledAt

POINT = "migration: changed, not committed"

if __name__ == "__main__":
    failpoints.listen(KilledAt(POINT, int(sys.argv[3])))
    upgrade(Database(sys.argv[1]), Path(sys.argv[2]))
