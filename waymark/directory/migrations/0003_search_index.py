# Written by hand: search/tables.py makes the tables, because Django has no words for their orders.

from django.db import migrations, models

from waymark.directory.search import tables


def install(apps, schema_editor):
    tables.install(schema_editor.connection)


def remove(apps, schema_editor):
    tables.remove(schema_editor.connection)


ROW = migrations.CreateModel(
    name="SearchRow",
    fields=[
        ("row", models.IntegerField(primary_key=True, serialize=False)),
        ("service_at_location_id", models.UUIDField(unique=True)),
        ("service_id", models.UUIDField()),
        ("location_id", models.UUIDField(null=True)),
        ("latitude", models.IntegerField(help_text="millionths of a degree", null=True)),
        ("longitude", models.IntegerField(help_text="millionths of a degree", null=True)),
        ("approximate", models.BooleanField()),
        ("rank", models.IntegerField()),
        ("languages", models.BigIntegerField()),
        ("traits", models.BigIntegerField()),
        ("words", models.TextField(help_text="folded, a blank before each")),
        ("cell", models.IntegerField()),
        ("keys", models.TextField(help_text="the keys of its postings")),
    ],
    options={"db_table": "directory_row"},
)
KEY = migrations.CreateModel(
    name="SearchKey",
    fields=[
        ("key", models.IntegerField(primary_key=True, serialize=False)),
        ("name", models.TextField(unique=True)),
        ("rows", models.IntegerField(help_text="how many postings it has")),
    ],
    options={"db_table": "directory_key"},
)
POSTING = migrations.CreateModel(
    name="Posting",
    fields=[
        (
            "pk",
            models.CompositePrimaryKey(
                "key", "cell", "row", blank=True, editable=False, primary_key=True, serialize=False
            ),
        ),
        ("key", models.IntegerField()),
        ("cell", models.IntegerField()),
        ("row", models.IntegerField()),
        ("latitude", models.IntegerField(null=True)),
        ("longitude", models.IntegerField(null=True)),
        ("rank", models.IntegerField()),
        ("languages", models.BigIntegerField()),
        ("traits", models.BigIntegerField()),
    ],
    options={"db_table": "directory_posting"},
)


class Migration(migrations.Migration):

    dependencies = [("directory", "0002_refuse_exact_places")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(install, remove, elidable=False)],
            state_operations=[ROW, KEY, POSTING],
        )
    ]
