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
IN_MEMORY = "mode=memory"
Place = Callable[[Path], Path]


@pytest.fixture(scope="session")
def migrated_file(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The file; a copy of these tests' own database, where there is one and it is SQLite's."""
    home = tmp_path_factory.mktemp("migrated")
    if IN_MEMORY not in str(connection.settings_dict["NAME"]):
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
