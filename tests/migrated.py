"""An SQLite file with every table and no row, for tests that run Waymark in processes of its own.

Migrations take seconds in each of them, and are tested by themselves.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests import scripts

NAME = "waymark.sqlite3"
Place = Callable[[Path], Path]


@pytest.fixture(scope="session")
def migrated_file(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The file; a copy of the database of these tests where that is SQLite's too."""
    home = tmp_path_factory.mktemp("migrated")
    if connection.vendor != "sqlite":
        scripts.run(home, scripts.MIGRATE)
        return home / NAME
    with django_db_blocker.unblock(), closing(sqlite3.connect(home / NAME)) as file:
        connection.ensure_connection()
        assert not connection.in_atomic_block, "somebody's rows would be in it"
        connection.connection.backup(file)
    return home / NAME


@pytest.fixture(scope="session")
def migrated_home(migrated_file: Path) -> Place:
    """Make a data folder whose database has its tables."""

    def placed(home: Path) -> Path:
        home.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(migrated_file, home / NAME)
        return home

    return placed
