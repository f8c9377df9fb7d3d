"""An organisation's keys, without any organisation: the vault knows none."""

import uuid

import pytest

from tests.vault.circle import Circle


@pytest.fixture
def circle(db: None) -> Circle:
    """A compartment with two members."""
    return Circle.make(uuid.uuid4(), "Hotline", members=2)
