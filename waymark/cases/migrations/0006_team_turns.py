import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0005_milestones_of_case"),
    ]

    operations = [
        migrations.AddField(
            model_name="caseturn",
            name=name,
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.worker",
            ),
        )
        for name in ("joined", "left")
    ]
