"""A desk with three teams, as the tests of staff have it."""

from tests.reports.staff.conftest import adam, ana, desk, sara

__all__ = ["adam", "ana", "desk", "sara"]
