# Written by hand: keep it when migrations are squashed, after the one that creates audit_entry.
# On SQLite, altering the table later builds it anew without its triggers: call guards.install again.

from django.db import migrations

from waymark.audit import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
