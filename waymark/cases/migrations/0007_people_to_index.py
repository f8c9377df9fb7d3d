import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0006_team_turns"),
        ("vault", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="indexed",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "in the blind index of every circle that opens them; others are looked at first"
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("indexed", False)),
                fields=["organisation"],
                name="people_to_index",
            ),
        ),
        migrations.CreateModel(
            name="IndexedCircle",
            fields=[
                (
                    "compartment_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="vault.compartmentkey",
                    ),
                ),
                (
                    "generation",
                    models.PositiveIntegerField(
                        help_text="of the key, whose index is emptied with it"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="safetyplan",
            index=models.Index(fields=["case", "review_due_on"], name="safety_reviews_of_case"),
        ),
        migrations.AddIndex(
            model_name="supportplan",
            index=models.Index(
                fields=["case", "ended_on", "review_due_on"], name="plan_reviews_of_case"
            ),
        ),
    ]
