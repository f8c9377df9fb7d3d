"""Faults need the real thing: a server in its own process tree, over a file of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.site import PublicSite


@pytest.fixture
def public_site(tmp_path: Path) -> Iterator[PublicSite]:
    """A fresh installation, its public site running."""
    with PublicSite(tmp_path) as site:
        yield site
