"""What makes the database itself refuse to change the log. A migration puts it there.

Whoever owns the database can drop these; then the chain and its anchors still tell.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

# INSERT OR REPLACE deletes the row that stands in its way without a DELETE trigger, so an entry
# may only be inserted after the last one.
SQLITE = (
    """CREATE TRIGGER audit_entry_update BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows: no update'); END""",
    """CREATE TRIGGER audit_entry_delete BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows: no delete'); END""",
    """CREATE TRIGGER audit_entry_insert BEFORE INSERT ON audit_entry
    WHEN NEW.seq <= (SELECT MAX(seq) FROM audit_entry)
    BEGIN SELECT RAISE(ABORT, 'the audit log only grows: no insert before its end'); END""",
)
SQLITE_GONE = (
    "DROP TRIGGER audit_entry_update",
    "DROP TRIGGER audit_entry_delete",
    "DROP TRIGGER audit_entry_insert",
)
POSTGRESQL = (
    """CREATE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the audit log only grows: no %', lower(TG_OP)
        USING ERRCODE = 'restrict_violation';
    END $$""",
    """CREATE TRIGGER audit_entry_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()""",
)
POSTGRESQL_GONE = (
    "DROP TRIGGER audit_entry_refuse ON audit_entry",
    "DROP FUNCTION audit_entry_refuse()",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Let the database refuse updates and deletes of the log."""
    _run(connection, POSTGRESQL if connection.vendor == "postgresql" else SQLITE)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Undo `install`: for going back before this migration, and for tests that empty tables."""
    _run(connection, POSTGRESQL_GONE if connection.vendor == "postgresql" else SQLITE_GONE)


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
