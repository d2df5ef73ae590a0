"""What the log forgets: records past their topic's age, but none that a listening group has not committed."""

import sqlite3

_LANES = """
    SELECT head.topic, head.part, head.next, topic.kept,
        MIN(COALESCE(committed.next, 0)), COUNT(interest.grp)
    FROM head JOIN topic ON topic.name = head.topic
    LEFT JOIN interest ON interest.topic = head.topic
    LEFT JOIN committed ON committed.grp = interest.grp
        AND committed.topic = head.topic AND committed.part = head.part
    GROUP BY head.topic, head.part
"""


def prune(connection: sqlite3.Connection, now: float) -> None:
    """Runs inside the caller's transaction; `now` is the machine clock's, in seconds."""
    for topic, part, following, kept, committed, groups in connection.execute(_LANES).fetchall():
        row = connection.execute(
            "SELECT MIN(off) FROM log WHERE topic=? AND part=? AND at>=?", (topic, part, now - kept)
        ).fetchone()
        young = following if row[0] is None else row[0]
        first = min(committed, young) if groups else young
        connection.execute("DELETE FROM log WHERE topic=? AND part=? AND off<?", (topic, part, first))
        connection.execute(
            "UPDATE head SET first=? WHERE topic=? AND part=? AND first<?", (first, topic, part, first)
        )
