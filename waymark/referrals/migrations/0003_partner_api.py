import datetime
import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import waymark.vault.fields


class Migration(migrations.Migration):
    """Until when a partner's referral stands on consent, what a number was used for, and notes.

    No release of ours has written a partner's referral. Should there be one all the same, the day
    that it gets is long over: without a word about consent nobody reads it.
    """

    dependencies = [
        ("accounts", "0001_initial"),
        ("referrals", "0002_release_days"),
        ("vault", "0002_a_search_reads_the_index_alone"),
    ]

    operations = [
        migrations.AddField("partnerkey", "last_used_on", models.DateField(null=True)),
        migrations.AddField(
            "partnerreferral",
            "body_hash",
            models.BinaryField(
                default=b"", help_text="hash of what came with that number", max_length=32
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "partnerreferral",
            "expires_on",
            models.DateField(
                default=datetime.date(1970, 1, 1),
                help_text="last day on which the person's consent holds",
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "partnerreferral",
            "told_at",
            models.DateTimeField(help_text="when the desk was told that it came", null=True),
        ),
        migrations.AddIndex(
            "partnerreferral",
            models.Index(fields=["organisation", "state", "requested_at"], name="partner_desk"),
        ),
        migrations.AddIndex(
            "partnerreferral",
            models.Index(fields=["partner", "state_at", "id"], name="partner_list"),
        ),
        migrations.AddIndex(
            "partnerreferral",
            models.Index(fields=["state", "answer_due_at"], name="partner_due"),
        ),
        migrations.CreateModel(
            name="PartnerNote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("content", waymark.vault.fields.SealedField(default=b"")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.worker",
                    ),
                ),
                (
                    "envelope",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="vault.envelope",
                    ),
                ),
                (
                    "referral",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="referrals.partnerreferral",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
    ]
