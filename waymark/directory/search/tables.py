"""The index's three tables. A migration calls `install`; `models/search.py` tells Django of them.

They are made here because Django has no words for a table that is its own covering index: WITHOUT
ROWID on SQLite, INCLUDE on PostgreSQL. A search then reads one index and no table.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

POSTING = "directory_posting"
NEW = "directory_posting_new"
STAGING = "directory_posting_staging"
POSTING_COLUMNS = ("key", "cell", "row", "latitude", "longitude", "rank", "languages", "traits")
ROW_COLUMNS = (
    *("row", "service_at_location_id", "service_id", "location_id"),
    *("latitude", "longitude", "approximate", "rank"),
    *("languages", "traits", "words", "cell", "keys"),
)

SQLITE = (
    """CREATE TABLE directory_row (
        row integer NOT NULL PRIMARY KEY,
        service_at_location_id char(32) NOT NULL UNIQUE,
        service_id char(32) NOT NULL,
        location_id char(32),
        latitude integer, longitude integer, approximate bool NOT NULL,
        rank integer NOT NULL, languages bigint NOT NULL, traits bigint NOT NULL,
        words text NOT NULL, cell integer NOT NULL, keys text NOT NULL
    )""",
    "CREATE INDEX directory_row_service ON directory_row (service_id)",
    """CREATE TABLE directory_key (
        key integer NOT NULL PRIMARY KEY, name text NOT NULL UNIQUE, rows integer NOT NULL
    )""",
)
POSTGRESQL = (
    """CREATE TABLE directory_row (
        row integer PRIMARY KEY,
        service_at_location_id uuid NOT NULL UNIQUE,
        service_id uuid NOT NULL,
        location_id uuid,
        latitude integer, longitude integer, approximate boolean NOT NULL,
        rank integer NOT NULL, languages bigint NOT NULL, traits bigint NOT NULL,
        words text NOT NULL, cell integer NOT NULL, keys text NOT NULL
    )""",
    "CREATE INDEX directory_row_service ON directory_row (service_id)",
    """CREATE TABLE directory_key (
        key integer PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE, rows integer NOT NULL
    )""",
)
GONE = ("DROP TABLE directory_posting", "DROP TABLE directory_key", "DROP TABLE directory_row")

_POSTING_BODY = """(
    key integer NOT NULL, cell integer NOT NULL, row integer NOT NULL,
    latitude integer, longitude integer, rank integer NOT NULL,
    languages bigint NOT NULL, traits bigint NOT NULL"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the tables, empty."""
    with connection.cursor() as cursor:
        for statement in POSTGRESQL if connection.vendor == "postgresql" else SQLITE:
            cursor.execute(statement)
        create_postings(cursor, POSTING)
        index_postings(cursor, POSTING)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Undo `install`."""
    with connection.cursor() as cursor:
        for statement in GONE:
            cursor.execute(statement)


def create_staging(cursor: CursorWrapper) -> None:
    """A table of the connection's own for postings as they come, in no order."""
    cursor.execute(f"CREATE TEMPORARY TABLE {STAGING} {_POSTING_BODY})")


def refill_from_staging(cursor: CursorWrapper) -> None:
    """Put the staged postings in the place of the old ones: sorted, so that pages fill up.

    PostgreSQL builds its indexes before the old table goes, because that makes searches wait.
    """
    postgresql = cursor.db.vendor == "postgresql"
    create_postings(cursor, NEW)
    columns = ", ".join(POSTING_COLUMNS)
    cursor.execute(
        f"INSERT INTO {NEW} ({columns}) SELECT {columns} FROM {STAGING} ORDER BY key, cell, row"  # noqa: S608
    )
    cursor.execute(f"DROP TABLE {STAGING}")
    if postgresql:
        index_postings(cursor, NEW)
    cursor.execute(f"DROP TABLE {POSTING}")
    cursor.execute(f"ALTER TABLE {NEW} RENAME TO {POSTING}")
    if postgresql:
        cursor.execute(f"ANALYZE {POSTING}")
    else:
        index_postings(cursor, POSTING)


def create_postings(cursor: CursorWrapper, name: str) -> None:
    """Make a table of postings. On PostgreSQL `index_postings` adds its primary key."""
    if cursor.db.vendor == "postgresql":
        cursor.execute(f"CREATE TABLE {name} {_POSTING_BODY})")
    else:
        order = "PRIMARY KEY (key, cell, row)) WITHOUT ROWID"
        cursor.execute(f"CREATE TABLE {name} {_POSTING_BODY}, {order}")


def index_postings(cursor: CursorWrapper, name: str) -> None:
    """The covering orders: by place for all keys, by rank for those that are no prefix of a word.

    Prefixes (negative keys) would double the second for searches that rarely need it. PostgreSQL
    chooses free names.
    """
    if cursor.db.vendor == "postgresql":
        cursor.execute(
            f"ALTER TABLE {name} ADD PRIMARY KEY (key, cell, row) "
            "INCLUDE (latitude, longitude, rank, languages, traits)"
        )
        cursor.execute(
            f"CREATE INDEX ON {name} (key, rank, row) "
            "INCLUDE (cell, languages, traits) WHERE key >= 0"
        )
    else:
        cursor.execute(
            f"CREATE INDEX directory_posting_rank ON {name} (key, rank, row, languages, traits) "
            "WHERE key >= 0"
        )
