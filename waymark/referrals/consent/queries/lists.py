"""Releases as lists show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import QuerySet

from waymark.accounts.models import Worker
from waymark.cases.models import Case, CaseState, today
from waymark.cases.names import case_name, person_name
from waymark.cases.queries.visible import cases_visible_to
from waymark.cases.records import read_many
from waymark.referrals.consent.states import ENDED
from waymark.referrals.consent.terms import Said
from waymark.referrals.consent.wording import purpose_in_words
from waymark.referrals.models import Release, ReleaseState
from waymark.vault.keyring import Keyring

ENDS_SOON_DAYS = 14


@dataclass(frozen=True)
class Line:
    """One release. `over`: its last day is past, whatever the state says yet."""

    release: Release
    case: str
    whose: str
    receiver: str
    purpose: str
    over: bool
    ends_soon: bool

    @property
    def state(self) -> str:
        """Where it stands today, in words; a past day shows although no tick has run."""
        if self.release.erased:
            return str(CaseState.ERASED.label)
        return str((ReleaseState.EXPIRED if self.over else ReleaseState(self.release.state)).label)

    @property
    def lets_out(self) -> bool:
        """Whether something can leave under it now."""
        active = self.release.state == ReleaseState.ACTIVE
        return active and not self.over and not self.release.erased


def releases_of(case: Case, keyring: Keyring) -> list[Line]:
    """The releases of a case: those that hold first, then the newest."""
    found = lines(_rows().filter(case=case).order_by("-written_at", "pk"), keyring)
    return sorted(found, key=_place)


def _place(line: Line) -> tuple[bool, bool]:
    return line.over or line.release.state in ENDED, not line.lets_out


def near_the_end() -> QuerySet[Release]:
    """The active releases whose last day is near."""
    return _rows().filter(
        state=ReleaseState.ACTIVE,
        envelope__erased_at=None,
        expires_on__range=(today(), today() + timedelta(days=ENDS_SOON_DAYS)),
    )


def ending_soon(worker: Worker) -> QuerySet[Release]:
    """Those of them in cases that the worker may see, soonest first."""
    return near_the_end().filter(case__in=cases_visible_to(worker)).order_by("expires_on", "pk")


def lines(releases: Iterable[Release], keyring: Keyring) -> list[Line]:
    """Releases with what the worker's keys open of them."""
    rows = list(releases)
    opened = read_many(rows, keyring)
    return [_line(row, Said.of(opened.get(row.pk, {}))) for row in rows]


def _rows() -> QuerySet[Release]:
    return Release.objects.select_related("participant__person__merged_into", "envelope", "case")


def _line(release: Release, said: Said) -> Line:
    left = release.expires_on - today()
    over = left.days < 0 and release.state not in ENDED | {ReleaseState.DRAFT}
    return Line(
        release=release,
        case=case_name(release.case),
        whose=person_name(release.participant.person.standing),
        receiver=said.terms.receiver,
        purpose=purpose_in_words(said.terms),
        over=over,
        ends_soon=release.state == ReleaseState.ACTIVE and 0 <= left.days <= ENDS_SOON_DAYS,
    )
