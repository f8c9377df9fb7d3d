"""What requests about one's own data tell of a case's timeline."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.cases.timeline import Item
from waymark.referrals.departed import departures_in, left_in_words
from waymark.referrals.models import RightsRequest, RightsState
from waymark.referrals.rights.queries import Line, lines_of, requests_of
from waymark.vault.keyring import Keyring


def requests_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """When somebody asked, what was decided, when it was done, and when a copy left."""
    for line in lines_of(requests_of(case), keyring):
        url = reverse("rights_request", args=[case.pk, line.request.pk])
        kind = _("Request about one’s own data")
        request = line.request
        asked = f"{line.name}: {request.get_kind_display()}"
        yield Item(request.written_at, kind, asked, _author(request), url)
        if request.decided_at:
            decision = _decision(request)
            yield Item(request.decided_at, kind, f"{asked}: {decision}", "", url)
        if request.state == RightsState.DONE:
            done = RightsState.DONE.label
            yield Item(request.changed_at, kind, f"{asked}: {done}", "", url)
        yield from _copies(line, kind, url)


def _copies(line: Line, kind: str, url: str) -> Iterator[Item]:
    for at, way, who in departures_in(line.content.get("left", ())):
        yield Item(at, kind, left_in_words(line.name, way), who, url)


def _author(request: RightsRequest) -> str:
    return request.author.name if request.author else ""


def _decision(request: RightsRequest) -> str:
    """What was granted may be done by now; only a refusal stays what it is."""
    refused = request.state == RightsState.REFUSED
    return str((RightsState.REFUSED if refused else RightsState.GRANTED).label)
