"""Writes the topics and rights of charts/child-in-need-dependencies, from the published language.

python script/chart_bus.py
"""

import json
import sys
from datetime import timedelta
from pathlib import Path

from plumbing.bus.kafka_words import LARGEST
from services.rights import RIGHTS
from services.running import topic_specs

FILE = Path(__file__).parent.parent / "charts" / "child-in-need-dependencies" / "files" / "bus.json"


def content() -> str:
    """What the file has to hold."""
    topics = [
        {
            "name": name,
            "partitions": spec.partitions,
            "retention_ms": spec.kept // timedelta(milliseconds=1),
            "max_message_bytes": LARGEST,
        }
        for name, spec in topic_specs().items()
    ]
    rights = {
        user: [
            {
                "kind": right.kind,
                "name": right.name,
                "operation": "".join(word.title() for word in right.operation.split("_")),
                "prefixed": right.prefixed,
            }
            for right in rights
        ]
        for user, rights in RIGHTS.items()
    }
    return json.dumps({"topics": topics, "rights": rights}, indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(content(), "utf-8")
    sys.exit(0)
