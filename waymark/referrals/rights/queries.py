"""The requests of a case, opened."""

from dataclasses import dataclass

from django.db.models import QuerySet

from waymark.cases.models import Case
from waymark.cases.names import person_name
from waymark.cases.records import Content, read_many
from waymark.referrals.models import RightsRequest, RightsState
from waymark.vault.keyring import Keyring

WAITS = (RightsState.OPEN, RightsState.GRANTED)


@dataclass(frozen=True)
class Line:
    """One request with its words, and whose it is by pseudonym."""

    request: RightsRequest
    name: str
    content: Content

    @property
    def times_left(self) -> int:
        """How many copies left under it."""
        return len(self.content.get("left", ()))


def requests_of(case: Case) -> QuerySet[RightsRequest]:
    """Those that are not erased, the newest first."""
    rows = RightsRequest.objects.filter(case=case, envelope__erased_at=None)
    found = rows.select_related("case", "participant__person__merged_into", "author", "envelope")
    return found.order_by("-written_at", "pk")


def lines_of(rows: QuerySet[RightsRequest], keyring: Keyring) -> list[Line]:
    """The same with their words; without, where no key opens them."""
    found = list(rows)
    opened = read_many(found, keyring)
    return [
        Line(row, person_name(row.participant.person.standing), opened.get(row.pk, {}))
        for row in found
    ]


def waiting() -> QuerySet[RightsRequest]:
    """Requests that somebody waits for, everywhere."""
    return RightsRequest.objects.filter(state__in=WAITS, envelope__erased_at=None)
