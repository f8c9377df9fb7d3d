"""A consistent copy of the database, and back: SQLite by its own backup, PostgreSQL by pg_dump."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from waymark.commands.console import PlainError

# Django's setting, and the variable that PostgreSQL's programs read instead of an argument:
# a password on a command line shows in the list of processes.
POSTGRESQL_VARIABLES = {
    "NAME": "PGDATABASE",
    "USER": "PGUSER",
    "PASSWORD": "PGPASSWORD",
    "HOST": "PGHOST",
    "PORT": "PGPORT",
}


def member_name() -> str:
    """The name of the database's copy in an archive."""
    return "database.sqlite3" if engine() == "sqlite" else "database.pgdump"


def engine() -> str:
    """sqlite or postgresql."""
    from django.db import connection

    return connection.vendor


def dump(target: Path) -> None:
    """Copy the database as it is at one moment, while the sites go on. Raises PlainError."""
    if engine() == "sqlite":
        copy_sqlite(Path(values()["NAME"]), target)
    else:
        run_program("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"])


def load(source: Path) -> None:
    """Fill the empty database from a copy. Raises PlainError when it is not empty."""
    if engine() == "sqlite":
        target = Path(values()["NAME"])
        if target.exists():
            raise PlainError(f"The database {target} exists already: move it away first.")
        copy_sqlite(source, target)
        target.chmod(0o600)
        return
    if tables():
        raise PlainError("The PostgreSQL database is not empty: create a new one for the restore.")
    options = ["--no-owner", "--single-transaction", "--exit-on-error"]
    run_program("pg_restore", [*options, f"--dbname={values()['NAME']}", str(source)])


def values() -> dict[str, Any]:
    """Django's settings of the database."""
    from django.db import connection

    return connection.settings_dict


def tables() -> list[str]:
    """The tables that the database holds."""
    from django.db import connection

    names = connection.introspection.table_names()
    connection.close()
    return names


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy one SQLite database by its online backup: writers in another process may go on."""
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as origin,
            closing(sqlite3.connect(target)) as copy,
        ):
            origin.backup(copy)
            found = copy.execute("PRAGMA quick_check").fetchone()[0]
            # One plain file: no log beside it is needed to read it.
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as fault:
        raise PlainError(f"The database {source} cannot be copied ({fault}).") from fault
    if found != "ok":
        raise PlainError(f"The database {source} is damaged ({found}): restore an older backup.")


def run_program(name: str, arguments: list[str]) -> None:
    """Run one of PostgreSQL's programs. Raises PlainError with its last words."""
    settings = values()
    environment = {
        variable: str(settings[key])
        for key, variable in POSTGRESQL_VARIABLES.items()
        if settings[key]
    }
    try:
        subprocess.run(  # noqa: S603  a fixed program, no shell
            [name, *arguments],
            env={**os.environ, **environment},
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    except FileNotFoundError as fault:
        raise PlainError(
            f"{name} is not installed: install PostgreSQL's client programs "
            "(on Debian and Ubuntu: apt install postgresql-client), then start again."
        ) from fault
    except subprocess.CalledProcessError as fault:
        last = (str(fault.stderr).strip().splitlines() or ["it gave no reason"])[-1]
        raise PlainError(f"{name} failed: {last}") from fault
