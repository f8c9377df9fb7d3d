from datetime import timedelta

from django.db import migrations
from django.utils import timezone

# As they were in checking.py when this was written.
HOLDS = timedelta(days=180)


def fill(apps, schema_editor):
    """Give each contact its expiry, and the check that the list or somebody made, as history."""
    Contact = apps.get_model("contacts", "Contact")
    Verification = apps.get_model("contacts", "Verification")
    now = timezone.now()
    for contact in Contact.objects.order_by("pk"):
        contact.expires = contact.date_seen + HOLDS
        contact.save(update_fields=["expires"])
        Verification.objects.create(
            contact=contact,
            verifier="list",
            means=means_of(contact),
            source_url=contact.source_url,
            seen_on=contact.date_seen,
            expires=contact.expires,
            recorded_at=now,
        )


def means_of(contact):
    """By which means, from what the row says about its source."""
    if contact.confidence != "A":
        return "second_hand"
    if contact.source_kind.startswith("own"):
        return "own_page"
    if contact.source_kind.startswith(("government", "intergovernmental")):
        return "government"
    return "official_partner"


class Migration(migrations.Migration):

    dependencies = [("contacts", "0002_verification")]

    # Going back drops the columns and the history, and with them nothing that 0001 knew.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
