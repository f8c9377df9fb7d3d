# Written by hand: keep it when migrations are squashed, after the one that creates cases_determination.
# On SQLite, altering that table later builds it anew without its triggers: call guards.install again.

from django.db import migrations

from waymark.cases.support import guards


def install(apps, schema_editor):
    guards.install(schema_editor.connection)


def remove(apps, schema_editor):
    guards.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [("cases", "0002_caseload")]

    operations = [migrations.RunPython(install, remove, elidable=False)]
