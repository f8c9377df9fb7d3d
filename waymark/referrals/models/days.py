"""Days that the database reckons itself, in constraints."""

from typing import Any

from django.db import models


class YearAfter(models.Func):
    """The last day of a year that begins at a moment, in whatever time zone its day is counted."""

    arity = 1
    output_field = models.DateField()

    def as_sqlite(self, *args: Any, **extra: Any) -> tuple[str, Any]:
        """With SQLite's own function, so that any program can check the row."""
        return self.as_sql(*args, template="date(%(expressions)s, '+366 days')", **extra)

    def as_postgresql(self, *args: Any, **extra: Any) -> tuple[str, Any]:
        """In UTC, because a constraint may not depend on a session's time zone."""
        template = "((%(expressions)s AT TIME ZONE 'UTC')::date + 366)"
        return self.as_sql(*args, template=template, **extra)
