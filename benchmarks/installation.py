"""A small real installation for measurements: one organisation, one recipient, no demonstration.

`python -m benchmarks.installation make` builds it in $WAYMARK_HOME (`secrets`: only its secrets);
`python -m benchmarks.installation open` reads receipts from standard input, one a line, and prints
how many distinct reports they open, then how many reports the database holds.
"""

import os
import secrets
import sys
from pathlib import Path

PASSWORD = "a password for measurements"


def make_secrets(folder: Path) -> None:
    """Write the secrets that set-up would write."""
    kept = folder / "secrets"
    kept.mkdir(mode=0o700, parents=True)
    for name in ("public_secret", "staff_secret", "receipt_key"):
        path = kept / name
        path.touch(mode=0o600)
        path.write_text(secrets.token_hex(32), encoding="utf-8")


def make() -> None:
    """Migrate, then make an organisation whose one recipient takes reports."""
    from django.core.management import call_command

    from waymark.accounts.models import Organisation
    from waymark.reports.models import Recipient, RecipientText
    from waymark.vault.actions import create_compartment, create_holder, create_recovery_key
    from waymark.web.models import Site

    call_command("migrate", verbosity=0)
    Site.objects.get_or_create(pk=1)
    organisation = Organisation.objects.create(name="Measured", country="US")
    create_recovery_key(organisation.id)
    holder, _ = create_holder(PASSWORD)
    compartment = create_compartment(organisation.id, "Hotline", [holder])
    recipient = Recipient.objects.create(organisation=organisation, slug="team", published=True)
    recipient.compartments.add(compartment)
    RecipientText.objects.create(
        recipient=recipient,
        language="en",
        name="Hotline team",
        who_reads="Three workers of the hotline team.",
        must_pass_on="If a child is in danger now, they must tell child protection.",
        cannot_protect="Somebody who can see your screen.",
    )


def count_openable(receipts: list[str]) -> tuple[int, int]:
    """How many distinct reports the receipts open, and how many reports there are."""
    from django.conf import settings

    from waymark.reports.models import Report
    from waymark.vault.receipts import Receipts
    from waymark.vault.records import reader_data_key

    keys = Receipts(settings.RECEIPT_KEY)
    opened = set()
    for receipt in receipts:
        report = Report.objects.filter(lookup=keys.lookup(receipt)).first()
        if report is None:
            continue
        data_key = reader_data_key(keys.reporter_pair(receipt), report.envelope_id)
        if data_key.open(report, "content"):
            opened.add(report.pk)
    return len(opened), Report.objects.count()


def main() -> None:
    """Run one of the three commands."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "waymark.config.manage")
    if sys.argv[1] in {"make", "secrets"}:
        make_secrets(Path(os.environ["WAYMARK_HOME"]))
    if sys.argv[1] == "secrets":
        return
    import django

    django.setup()
    if sys.argv[1] == "make":
        make()
    else:
        print(*count_openable(sys.stdin.read().split()))


if __name__ == "__main__":
    main()
