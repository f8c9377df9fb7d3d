"""The demands of a case, opened, and those that wait."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation
from waymark.cases.models import Case
from waymark.cases.names import person_name
from waymark.cases.records import read_many
from waymark.cases.reference.places import around
from waymark.referrals.compelled.content import Said
from waymark.referrals.models import Disclosure, DisclosureState
from waymark.referrals.reference.disclosures import Demand, Privilege, disclosures
from waymark.vault.keyring import Keyring

OVER = (DisclosureState.REFUSED, DisclosureState.PRODUCED)


@dataclass(frozen=True)
class Line:
    """One demand. `kind` is None where the list has it no more, `said` where no key opens it."""

    demand: Disclosure
    name: str
    said: Said | None
    kind: Demand | None
    privilege: Privilege | None

    @property
    def title(self) -> str | Promise:
        """What kind of demand it is."""
        return self.kind.label if self.kind else _("A demand")

    @property
    def received_on(self) -> date | None:
        """The day on which it came, where a key opens it and it says so."""
        said = self.said.asked.received_on if self.said else ""
        return date.fromisoformat(said) if said else None


def demands_of(case: Case) -> QuerySet[Disclosure]:
    """Those that are not erased, the newest first."""
    rows = Disclosure.objects.filter(case=case, envelope__erased_at=None)
    found = rows.select_related("case", "participant__person__merged_into", "author", "envelope")
    return found.order_by("-written_at", "pk")


def lines_of(rows: QuerySet[Disclosure], keyring: Keyring) -> list[Line]:
    """The same with what they say."""
    found = list(rows)
    opened = read_many(found, keyring)
    return [_line(row, Said.of(opened[row.pk]) if row.pk in opened else None) for row in found]


def _line(row: Disclosure, said: Said | None) -> Line:
    known = disclosures()
    return Line(
        demand=row,
        name=person_name(row.participant.person.standing) if row.participant else "",
        said=said,
        kind=known.kinds.get(said.asked.kind) if said else None,
        privilege=known.privileges.get(said.asked.privilege) if said else None,
    )


def kinds_for(organisation: Organisation) -> list[Demand]:
    """The kinds of demand that may meet an organisation: of its country, its parts, and wider."""
    near = around(organisation.country)
    known = disclosures().kinds.values()
    return [each for each in known if _country(each.jurisdiction) in near]


def privileges_for(organisation: Organisation) -> list[Privilege]:
    """The privileges that may protect its records."""
    near = around(organisation.country)
    known = disclosures().privileges.values()
    return [each for each in known if _country(each.jurisdiction) in near]


def _country(jurisdiction: str) -> str:
    return jurisdiction.partition("-")[0]


def waiting() -> QuerySet[Disclosure]:
    """Demands that nobody has answered, everywhere."""
    rows = Disclosure.objects.filter(envelope__erased_at=None)
    return rows.exclude(state__in=OVER)
