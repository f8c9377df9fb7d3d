"""An index only: SQLite does not build the table anew for it, so that its triggers stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_refuse_changes")]

    operations = [
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["target_id"], name="audit_about"),
        ),
    ]
