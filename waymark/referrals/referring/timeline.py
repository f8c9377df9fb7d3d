"""What referrals tell of a case's timeline and of what is still open in it."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.cases.names import person_name
from waymark.cases.timeline import Item
from waymark.referrals.models import TaskState
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.queries.visible import sent_from
from waymark.referrals.referring.states import OPEN
from waymark.vault.keyring import Keyring


def referrals_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """When somebody was referred, when there was an answer, and where it stands. Opens nothing."""
    for referral in sent_from(case):
        url = reverse("referral", args=[case.pk, referral.pk])
        said = {"name": referral_name(referral), "person": person_name(referral.participant.person)}
        who = referral.author.name if referral.author else ""
        kind = _("Referral")
        text = _("%(name)s sent for %(person)s.") % said
        yield Item(referral.requested_at, kind, text, who, url)
        if referral.state != TaskState.REQUESTED:
            state = {**said, "state": TaskState(referral.state).label}
            yield Item(referral.state_at, kind, _("%(name)s: %(state)s.") % state, "", url)


def open_referrals_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[str]:
    """What the receiver has not finished when a case is to be closed."""
    for referral in sent_from(case).filter(state__in=OPEN):
        said = {"name": referral_name(referral), "state": TaskState(referral.state).label}
        yield _("Referral %(name)s: %(state)s.") % said
