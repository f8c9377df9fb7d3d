"""What makes the database itself refuse to change a determination. A migration puts it there.

One change is let through: that the sealed content becomes empty and nothing else changes, which is
how the vault erases a record. Whoever owns the database can drop the guards; then a determination
that was changed still does not open, because its ciphertext is bound to its row.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "cases_determination"
PLAIN = ("id", "envelope_id", "case_id", "author_id", "participant_id", "written_at", "changed_at")
COLUMNS = (*PLAIN, "version")
REFUSED = "determinations only grow: no"
# INSERT OR REPLACE deletes the row that stands in its way without a DELETE trigger.
_SAME = " AND ".join(f"OLD.{column} IS NEW.{column}" for column in COLUMNS)
SQLITE = (
    f"""CREATE TRIGGER {TABLE}_update BEFORE UPDATE ON {TABLE}
    WHEN NOT (length(NEW.content) = 0 AND {_SAME})
    BEGIN SELECT RAISE(ABORT, '{REFUSED} update'); END""",
    f"""CREATE TRIGGER {TABLE}_delete BEFORE DELETE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{REFUSED} delete'); END""",
    f"""CREATE TRIGGER {TABLE}_insert BEFORE INSERT ON {TABLE}
    WHEN NEW.id IN (SELECT id FROM {TABLE})
    BEGIN SELECT RAISE(ABORT, '{REFUSED} replacement'); END""",  # noqa: S608  our own names
)
SQLITE_GONE = tuple(f"DROP TRIGGER {TABLE}_{event}" for event in ("update", "delete", "insert"))
_DISTINCT = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in COLUMNS)
POSTGRESQL = (
    f"""CREATE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{REFUSED} %', lower(TG_OP) USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""CREATE TRIGGER {TABLE}_update BEFORE UPDATE ON {TABLE} FOR EACH ROW
    WHEN (octet_length(NEW.content) <> 0 OR {_DISTINCT})
    EXECUTE FUNCTION {TABLE}_refuse()""",
    f"""CREATE TRIGGER {TABLE}_gone BEFORE DELETE OR TRUNCATE ON {TABLE}
    FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()""",
)
POSTGRESQL_GONE = (
    f"DROP TRIGGER {TABLE}_update ON {TABLE}",
    f"DROP TRIGGER {TABLE}_gone ON {TABLE}",
    f"DROP FUNCTION {TABLE}_refuse()",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Let the database refuse updates and deletes of determinations."""
    _run(connection, POSTGRESQL if connection.vendor == "postgresql" else SQLITE)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Undo `install`: for going back before this migration, and for tests that empty tables."""
    _run(connection, POSTGRESQL_GONE if connection.vendor == "postgresql" else SQLITE_GONE)


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
