"""Faults need the real thing: a server in its own process tree, over a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.site import PublicSite
from tests.migrated import Place


@pytest.fixture
def public_site(tmp_path: Path, migrated_home: Place) -> Iterator[PublicSite]:
    """A fresh installation, its public site running."""
    migrated_home(tmp_path / "home")
    with PublicSite(tmp_path) as site:
        yield site
