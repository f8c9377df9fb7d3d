"""Days that the database reckons itself, in constraints."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.sql.compiler import SQLCompiler

Sql = tuple[str, Any]


class YearAfter(models.Func):
    """The last day of a year that begins at a moment, in whatever time zone its day is counted."""

    arity = 1
    output_field = models.DateField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Sql:
        """With SQLite's own function, so that any program can check the row."""
        template = "date(%(expressions)s, '+366 days')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Sql:
        """In UTC, because a constraint may not depend on a session's time zone."""
        template = "((%(expressions)s AT TIME ZONE 'UTC')::date + 366)"
        return self.as_sql(compiler, connection, template=template, **context)
