"""Each row of a queue is in one hand at most, and free when the work is done or whoever did it is gone."""

from threading import Barrier

import pytest
from sqlalchemy import text

from plumbing.database import Database
from plumbing.in_hand import in_hand
from tests.at_once import at_once
from tests.databases import Databases

KEYS = [f"row-{number}" for number in range(10)]
on_postgres = pytest.mark.parametrize("databases", ["postgres"], indirect=True)


def test_at_most_so_many_are_taken_in_their_order(databases: Databases) -> None:
    database = databases.empty("queue")
    with in_hand(database, "mail", KEYS, 4) as mine:
        assert mine == KEYS[:4]
    with in_hand(database, "mail", [], 4) as mine:
        assert mine == []


@pytest.mark.postgres
@on_postgres
def test_two_never_have_the_same_row_and_the_second_takes_the_next(databases: Databases) -> None:
    database = databases.empty("queue")
    with in_hand(database, "mail", KEYS, 4) as first, in_hand(database, "mail", KEYS, 4) as second:
        assert (first, second) == (KEYS[:4], KEYS[4:8])
        with in_hand(database, "another queue", KEYS, 4) as others:
            assert others == KEYS[:4]
    with in_hand(database, "mail", KEYS, 10) as mine:
        assert mine == KEYS


@pytest.mark.postgres
@on_postgres
def test_what_failed_is_free_again(databases: Databases) -> None:
    database = databases.empty("queue")
    with pytest.raises(ZeroDivisionError), in_hand(database, "mail", KEYS, 4):
        raise ZeroDivisionError
    with in_hand(database, "mail", KEYS, 4) as mine:
        assert mine == KEYS[:4]


@pytest.mark.postgres
@on_postgres
def test_five_at_once_divide_the_queue_among_them(databases: Databases) -> None:
    database, waits = databases.empty("queue"), Barrier(5)
    taken: list[str] = []

    def take() -> None:
        with in_hand(database, "mail", KEYS, 2) as mine:
            taken.extend(mine)
            waits.wait()  # until all have taken

    at_once([take] * 5)
    assert sorted(taken) == sorted(KEYS)


@pytest.mark.postgres
@on_postgres
def test_whoever_is_gone_has_nothing_in_hand(databases: Databases) -> None:
    database = databases.empty("queue")
    dying = Database(database.url)
    with in_hand(dying, "mail", KEYS, 4):
        with database.begin() as session:
            session.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            )
        with in_hand(database, "mail", KEYS, 4) as mine:
            assert mine == KEYS[:4]
    dying.close()
