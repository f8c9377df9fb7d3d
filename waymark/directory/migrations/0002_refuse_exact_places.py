# Written by hand: keep it when migrations are squashed, after the one that creates the tables.
# On SQLite, altering these tables later builds them anew, which triggers hinder and do not outlive:
# such a migration calls guards.remove before and guards.install after.

from django.db import migrations

from waymark.directory import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("directory", "0001_initial")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
