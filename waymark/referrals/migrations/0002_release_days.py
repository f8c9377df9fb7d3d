from django.db import migrations, models

import waymark.referrals.models.days


class Migration(migrations.Migration):
    """A release that is active says since when, and none lasts longer than a year."""

    dependencies = [("referrals", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "active"), _negated=True),
                    ("active_at__isnull", False),
                    _connector="OR",
                ),
                name="release_active_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("active_at", None),
                    ("expires_on__lte", waymark.referrals.models.days.YearAfter("active_at")),
                    _connector="OR",
                ),
                name="release_ends_in_a_year",
            ),
        ),
    ]
