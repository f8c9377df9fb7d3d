"""What makes the database itself refuse the exact place of a location that is not public.

An address, a telephone or a contact of a location is a row of its own, so no constraint of one
table can say it; triggers can, on both engines. A migration puts them there. They watch what
belongs to a service at such a location as well: that telephone rings in that house.
"""

from collections.abc import Sequence

from django.db.backends.base.base import BaseDatabaseWrapper

SAID = "the exact place of this location is sealed"
LOCATION, USE = "directory_location", "directory_serviceatlocation"
TABLES = ("directory_address", "directory_phone", "directory_contact")
AT_SERVICE = TABLES[1:]

# Only constants of this file go into these statements.
# ruff: noqa: S608
# A row must find its location there and public. "Unless it is closed" would not do: where foreign
# keys are checked at the end, a row may come first and its location arrive closed.
PUBLIC = f"SELECT 1 FROM {LOCATION} WHERE id = NEW.location_id AND tier = 0"
NOT_PUBLIC = f"NEW.location_id IS NOT NULL AND NOT EXISTS ({PUBLIC})"
HAS_ROWS = " OR ".join(
    [f"EXISTS (SELECT 1 FROM {table} WHERE location_id = NEW.id)" for table in TABLES]
    + [
        f"""EXISTS (SELECT 1 FROM {table} AS found
        JOIN {USE} AS way ON way.id = found.service_at_location_id
        WHERE way.location_id = NEW.id)"""
        for table in AT_SERVICE
    ]
)
USE_HAS_ROWS = " OR ".join(
    f"EXISTS (SELECT 1 FROM {table} WHERE service_at_location_id = NEW.id)" for table in AT_SERVICE
)
USE_NOT_PUBLIC = f"""NEW.service_at_location_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM {USE} AS way LEFT JOIN {LOCATION} AS place ON place.id = way.location_id
    WHERE way.id = NEW.service_at_location_id AND (way.location_id IS NULL OR place.tier = 0))"""

# What each table refuses, before any insert (also one that replaces a row) and any update.
SQLITE_REFUSES = {
    "directory_address": NOT_PUBLIC,
    **dict.fromkeys(AT_SERVICE, f"({NOT_PUBLIC}) OR ({USE_NOT_PUBLIC})"),
    USE: f"{NOT_PUBLIC} AND ({USE_HAS_ROWS})",
    LOCATION: f"NEW.tier <> 0 AND ({HAS_ROWS})",
}
EVENTS = ("insert", "update")
SQLITE = tuple(
    f"""CREATE TRIGGER {table}_public_{event} BEFORE {event.upper()} ON {table} WHEN {refused}
    BEGIN SELECT RAISE(ABORT, '{SAID}'); END"""
    for table, refused in SQLITE_REFUSES.items()
    for event in EVENTS
)
SQLITE_GONE = tuple(
    f"DROP TRIGGER {table}_public_{event}" for table in SQLITE_REFUSES for event in EVENTS
)

REFUSE = f"RAISE EXCEPTION '{SAID}' USING ERRCODE = 'restrict_violation';"
# Rows that are looked at are locked, so that nothing changes between the look and the commit:
# who closes a location waits for whoever adds an address, and then sees it. At other isolation
# levels they would wait and not see it.
READ_COMMITTED = """IF current_setting('transaction_isolation') <> 'read committed' THEN
            RAISE EXCEPTION 'locations are closed at the isolation level read committed only';
        END IF;"""
LOCATION_GUARD = f"""IF NEW.location_id IS NOT NULL AND NOT EXISTS ({PUBLIC} FOR SHARE)
        THEN {REFUSE} END IF;"""
USE_GUARD = f"""IF NEW.service_at_location_id IS NOT NULL THEN
            SELECT location_id INTO place FROM {USE}
                WHERE id = NEW.service_at_location_id FOR SHARE;
            IF NOT FOUND OR place IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM {LOCATION} WHERE id = place AND tier = 0 FOR SHARE
            ) THEN {REFUSE} END IF;
        END IF;"""
FUNCTIONS = {
    "directory_address": LOCATION_GUARD,
    **dict.fromkeys(AT_SERVICE, f"{LOCATION_GUARD} {USE_GUARD}"),
    USE: f"IF {USE_HAS_ROWS} THEN {READ_COMMITTED} {LOCATION_GUARD} END IF;",
    LOCATION: f"IF NEW.tier <> 0 THEN {READ_COMMITTED} IF {HAS_ROWS} THEN {REFUSE} END IF; END IF;",
}
POSTGRESQL = tuple(
    statement
    for table, guard in FUNCTIONS.items()
    for statement in (
        f"""CREATE FUNCTION {table}_public() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE place uuid; BEGIN {guard} RETURN NEW; END $$""",
        f"""CREATE TRIGGER {table}_public BEFORE INSERT OR UPDATE ON {table}
        FOR EACH ROW EXECUTE FUNCTION {table}_public()""",
    )
)
POSTGRESQL_GONE = tuple(
    statement
    for table in FUNCTIONS
    for statement in (f"DROP TRIGGER {table}_public ON {table}", f"DROP FUNCTION {table}_public()")
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
