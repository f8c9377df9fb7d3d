"""Installations in folders of their own, and the command line as a process of its own."""

import shutil
from pathlib import Path

import pytest

from tests.commands.running import Installation
from tests.migrated import Place


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory, migrated_home: Place) -> Path:
    """A data folder with secrets and an empty database, made once."""
    home = tmp_path_factory.mktemp("installation") / "data"
    Installation(home).make_secrets()
    return migrated_home(home)


@pytest.fixture
def installation(migrated: Path, tmp_path: Path) -> Installation:
    """A fresh copy of that folder."""
    home = tmp_path / "data"
    shutil.copytree(migrated, home)
    return Installation(home)
