"""What demands tell of a case's timeline. Nothing is opened."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.cases.timeline import Item
from waymark.referrals.compelled.queries import demands_of
from waymark.vault.keyring import Keyring


def demands_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """When demands came in, and when something was produced."""
    kind = _("Demand for information")
    for row in demands_of(case):
        url = reverse("demand", args=[case.pk, row.pk])
        who = row.author.name if row.author else ""
        yield Item(row.written_at, kind, _("Written down."), who, url)
        if row.produced_at:
            yield Item(row.produced_at, kind, _("Produced."), "", url)
