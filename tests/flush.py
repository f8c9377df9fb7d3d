"""Tests that commit empty every table afterwards, which triggers rightly refuse: those of the audit
log, and those of determinations.

Only while Django empties the tables are the triggers away; no test runs without them, and the
shipped code has no way around them.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase

from waymark.audit import guards
from waymark.cases.support import guards as determinations


@pytest.fixture(scope="session", autouse=True)
def guards_open_for_flush() -> Iterator[None]:
    empty_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # not in the stubs

    def with_guards_open(self: TransactionTestCase) -> None:
        guards.remove(connection)
        determinations.remove(connection)
        try:
            empty_tables(self)
        finally:
            guards.install(connection)
            determinations.install(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", with_guards_open)
        yield
