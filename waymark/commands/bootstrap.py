"""Starts Django for a command, only when the command needs it."""

import os
from typing import TYPE_CHECKING

from waymark.commands.console import PlainError

if TYPE_CHECKING:
    from waymark.audit.events import Event


def start_django(settings: str = "waymark.config.manage") -> None:
    """Load the settings and the rooms. Raises PlainError or SettingError with what to change."""
    os.environ["DJANGO_SETTINGS_MODULE"] = settings
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise PlainError(f"The settings cannot be used: {error}") from error


def migrate() -> list[str]:
    """Bring the database and the taxonomies that come with this version up to date.

    Returns the names of the migrations that were applied.
    """
    from django.core.management import call_command

    from waymark.directory.taxonomies import load_taxonomies

    waiting = unapplied()
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    load_taxonomies()
    return waiting


def unapplied() -> list[str]:
    """The migrations that this version brings and the database does not have."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def note(event: "Event") -> None:
    """Log what a command did: the machine's operator acted, and no worker."""
    from django.db import transaction

    from waymark.audit.log import record
    from waymark.audit.models import Actor

    with transaction.atomic():
        record(event, by=Actor.SYSTEM)
