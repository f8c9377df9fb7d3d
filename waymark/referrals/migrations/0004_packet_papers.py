from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a note or a file is in a packet; of those that are there already nobody knows."""

    dependencies = [("referrals", "0003_partner_api")]

    operations = [
        migrations.AddField(
            "packet",
            "holds_papers",
            models.BooleanField(default=True, help_text="whether a note or file is in it"),
        ),
    ]
