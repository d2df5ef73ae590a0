"""The tables as the code knows them are the tables as the migrations make them."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from services.notifications.adapters.tables import PERSONAL, metadata


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(desk) -> None:
    with desk.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_each_column_registered_for_personal_data_exists() -> None:
    columns = {
        f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns
    }
    assert set(PERSONAL) <= columns
