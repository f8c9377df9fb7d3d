"""What makes the database itself refuse the exact place of a location that is not public.

An address, a telephone or a contact of a location is a row of its own, so no constraint of one
table can say it; triggers can, on both engines. A migration puts them there.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("directory_address", "directory_phone", "directory_contact")
SAID = "the exact place of this location is sealed"
# Only constants of this file go into these statements.
FOUND = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} WHERE location_id = NEW.id)"  # noqa: S608
    for table in TABLES
)


def _sqlite_row(table: str, event: str) -> str:
    return f"""CREATE TRIGGER {table}_public_{event.lower()} BEFORE {event} ON {table}
    WHEN EXISTS (SELECT 1 FROM directory_location WHERE id = NEW.location_id AND tier <> 0)
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END"""  # noqa: S608  constants of this file only


def _sqlite_location() -> str:
    return f"""CREATE TRIGGER directory_location_closed BEFORE UPDATE OF tier ON directory_location
    WHEN NEW.tier <> 0 AND ({FOUND})
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END"""


SQLITE = (
    *(_sqlite_row(table, event) for table in TABLES for event in ("INSERT", "UPDATE")),
    _sqlite_location(),
)
SQLITE_GONE = (
    *(f"DROP TRIGGER {table}_public_{event}" for table in TABLES for event in ("insert", "update")),
    "DROP TRIGGER directory_location_closed",
)
# The location is locked, so that its tier cannot change between the look and the commit.
POSTGRESQL = (
    f"""CREATE FUNCTION directory_public_row() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.location_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM directory_location WHERE id = NEW.location_id AND tier <> 0 FOR SHARE
        ) THEN
            RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$""",  # noqa: S608
    f"""CREATE FUNCTION directory_closed_location() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF NEW.tier <> 0 AND ({FOUND}) THEN
            RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$""",
    *(
        f"""CREATE TRIGGER {table}_public BEFORE INSERT OR UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION directory_public_row()"""
        for table in TABLES
    ),
    """CREATE TRIGGER directory_location_closed BEFORE UPDATE OF tier ON directory_location
    FOR EACH ROW EXECUTE FUNCTION directory_closed_location()""",
)
POSTGRESQL_GONE = (
    *(f"DROP TRIGGER {table}_public ON {table}" for table in TABLES),
    "DROP TRIGGER directory_location_closed ON directory_location",
    "DROP FUNCTION directory_public_row()",
    "DROP FUNCTION directory_closed_location()",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Let the database refuse exact places of closed locations in plain tables."""
    _run(connection, POSTGRESQL if connection.vendor == "postgresql" else SQLITE)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Undo `install`, for going back before this migration."""
    _run(connection, POSTGRESQL_GONE if connection.vendor == "postgresql" else SQLITE_GONE)


def _run(connection: BaseDatabaseWrapper, statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
