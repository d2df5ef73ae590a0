"""Groups of the log: who is in, who has gone silent, and which partition is whose.

Every function here runs inside the caller's transaction, so a generation and its assignment change together.
"""

import json
import sqlite3
from uuid import uuid4

from plumbing.bus import TopicPartition
from plumbing.processes import has_ended, this_process


def join(connection: sqlite3.Connection, group: str, topics: list[str], now: float, session: float) -> str:
    """The new member's id; the group is divided anew."""
    member = f"{uuid4().hex}.{this_process()}"
    connection.execute(
        "INSERT INTO member VALUES (?,?,?,?)", (member, group, json.dumps(topics), now + session)
    )
    connection.execute("DELETE FROM interest WHERE grp=?", (group,))
    connection.executemany("INSERT INTO interest VALUES (?,?)", [(group, topic) for topic in topics])
    _drop_the_silent(connection, group, now)
    _divide(connection, group)
    return member


def beat(connection: sqlite3.Connection, group: str, member: str, now: float, session: float) -> bool:
    """Whether it still is a member; drops those that have gone silent."""
    found = connection.execute("UPDATE member SET expires=? WHERE id=?", (now + session, member)).rowcount
    if _drop_the_silent(connection, group, now):
        _divide(connection, group)
    return bool(found)


def leave(connection: sqlite3.Connection, group: str, member: str) -> None:
    if connection.execute("DELETE FROM member WHERE id=?", (member,)).rowcount:
        _divide(connection, group)


def has_members(connection: sqlite3.Connection, group: str, now: float) -> bool:
    sql = "SELECT id FROM member WHERE grp=? AND expires>=?"
    rows = connection.execute(sql, (group, now)).fetchall()
    return any(not has_ended(member.partition(".")[2]) for (member,) in rows)


def generation(connection: sqlite3.Connection, group: str) -> int:
    row = connection.execute("SELECT generation FROM grp WHERE name=?", (group,)).fetchone()
    return int(row[0]) if row else 0


def assigned(connection: sqlite3.Connection, group: str, member: str) -> list[TopicPartition]:
    rows = connection.execute(
        "SELECT topic, part FROM assignment WHERE grp=? AND member=? ORDER BY topic, part", (group, member)
    )
    return [TopicPartition(*row) for row in rows]


def _drop_the_silent(connection: sqlite3.Connection, group: str, now: float) -> bool:
    """Those whose time is over, and those whose process was killed: nobody waits for them."""
    rows = connection.execute("SELECT id, expires FROM member WHERE grp=?", (group,)).fetchall()
    gone = [(member,) for member, expires in rows if expires < now or has_ended(member.partition(".")[2])]
    connection.executemany("DELETE FROM member WHERE id=?", gone)
    return bool(gone)


def _divide(connection: sqlite3.Connection, group: str) -> None:
    """A new generation: each topic's partitions go round the members that want it."""
    connection.execute(
        "INSERT INTO grp VALUES (?,1) ON CONFLICT (name) DO UPDATE SET generation=generation+1", (group,)
    )
    connection.execute("DELETE FROM assignment WHERE grp=?", (group,))
    members = connection.execute(
        "SELECT id, topics FROM member WHERE grp=? ORDER BY rowid", (group,)
    ).fetchall()
    for topic, partitions in connection.execute("SELECT name, partitions FROM topic").fetchall():
        wanting = [member for member, topics in members if topic in json.loads(topics)]
        if wanting:
            connection.executemany(
                "INSERT INTO assignment VALUES (?,?,?,?)",
                [(group, topic, part, wanting[part % len(wanting)]) for part in range(partitions)],
            )
