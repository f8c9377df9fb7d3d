"""What consent tells of a case's timeline."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.cases.names import person_name
from waymark.cases.records import Content, read_many
from waymark.cases.timeline import Item
from waymark.referrals.consent.states import GIVEN
from waymark.referrals.departed import departures_in, left_in_words
from waymark.referrals.models import Release
from waymark.referrals.ways import Way
from waymark.vault.keyring import Keyring


def releases_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """When people agreed, when something could leave and did, and when no more."""
    rows = list(
        Release.objects.filter(case=case, envelope__erased_at=None).select_related(
            "participant__person__merged_into", "author"
        )
    )
    for release in rows:
        yield from _turns(release)
    opened = read_many(rows, keyring)
    yield from (item for row in rows for item in _left(row, opened.get(row.pk, {}), case))


def _left(release: Release, content: Content, case: Case) -> Iterator[Item]:
    """What left under a release, but with a referral, which tells it by itself."""
    url = reverse("release", args=[case.pk, release.pk])
    name = person_name(release.participant.person.standing)
    lines = [line for line in content.get("left", ()) if line["way"] != Way.REFERRAL]
    for at, way, who in departures_in(lines):
        yield Item(at, _("Release"), left_in_words(name, way), who, url)


def _turns(release: Release) -> Iterator[Item]:
    url = reverse("release", args=[release.case_id, release.pk])
    said = {"person": person_name(release.participant.person.standing)}
    who = release.author.name if release.author else ""
    kind = _("Release")
    yield Item(release.written_at, kind, _("A draft for %(person)s.") % said, who, url)
    if release.signed_on:
        yield Item(release.signed_on, kind, _("%(person)s agreed.") % said, "", url)
    if release.active_at:
        yield Item(release.active_at, kind, _("%(person)s: active.") % said, "", url)
    if release.withdrawn_at:
        yield Item(release.withdrawn_at, kind, _("%(person)s took it back.") % said, "", url)
    elif release.signed_on and release.state not in GIVEN:
        yield Item(release.expires_on, kind, _("%(person)s: expired.") % said, "", url)
