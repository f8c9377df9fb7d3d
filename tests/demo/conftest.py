"""One demonstration, loaded once for all tests that only look at it."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.demo.stage import Stage
from waymark.demo import build


@pytest.fixture(scope="module")
def stage(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:
    """The loaded demonstration; what the tests of a module write to it goes with the module."""
    home = tmp_path_factory.mktemp("demo")
    with (
        django_db_blocker.unblock(),
        override_settings(DEMONSTRATION=True, WAYMARK_HOME=home),
        transaction.atomic(),
    ):
        yield Stage(build.build(), home)
        transaction.set_rollback(True)
