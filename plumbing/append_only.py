"""A table whose rows are added and then stay: a migration makes it so, on both engines.

On PostgreSQL the service's role loses the right to change or delete a row, and a trigger refuses whoever has
it. On SQLite, which knows no roles, the trigger stands alone. SQLite drops a table's triggers with the table:
a migration that makes such a table anew (`batch_alter_table` does) calls this again.
"""

from sqlalchemy import Connection, text

_SQLITE = """
CREATE TRIGGER {table}_{what}_refused BEFORE {what} ON {table}
BEGIN SELECT RAISE(ABORT, '{table}: rows are only added'); END
"""
_REFUSES = """
CREATE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{table}: rows are only added'; END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses()
"""
_RIGHTS = """
DO $$
DECLARE name text;
BEGIN
    FOR name IN SELECT DISTINCT grantee FROM information_schema.role_table_grants
        WHERE table_schema = current_schema() AND table_name = '{table}' AND grantee <> current_user
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM %I', name);
    END LOOP;
END $$
"""


def keep_append_only(connection: Connection, table: str) -> None:
    """Called once, by the migration that makes the table, as the role that owns it."""
    if connection.dialect.name == "sqlite":
        statements = [_SQLITE.format(table=table, what=what) for what in ("UPDATE", "DELETE")]
    else:
        statements = [words.format(table=table) for words in (_REFUSES, _POSTGRES)]
    for statement in statements:
        connection.execute(text(statement))
    take_rights(connection, table)


def take_rights(connection: Connection, table: str) -> None:
    """Again after a restore, which gives each table the rights that a new one has; done twice, it is done."""
    if connection.dialect.name != "sqlite":
        connection.execute(text(_RIGHTS.format(table=table)))


def drop_append_only(connection: Connection, table: str) -> None:
    """The triggers go, the rights stay taken: before the table goes, or is kept so in another way."""
    if connection.dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            connection.execute(text(f"DROP TRIGGER {table}_{what}_refused"))
    else:
        connection.execute(text(f"DROP FUNCTION {table}_refuses() CASCADE"))
