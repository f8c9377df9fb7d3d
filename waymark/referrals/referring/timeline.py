"""What referrals tell of a case's timeline and of what is still open in it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.cases.models import Case
from waymark.cases.names import person_name
from waymark.cases.timeline import Item
from waymark.referrals.models import Referral, TakenOver, TaskState
from waymark.referrals.partners.names import partner_referral_name
from waymark.referrals.referring.names import referral_name
from waymark.referrals.referring.queries.visible import incoming_for, sent_from
from waymark.referrals.referring.states import OPEN
from waymark.vault.keyring import Keyring


def referrals_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """When somebody was referred, what was answered, when a link was fetched, and where it stands.

    Opens nothing.
    """
    for referral in sent_from(case).prefetch_related("packets__link"):
        url = reverse("referral", args=[case.pk, referral.pk])
        said = {"name": referral_name(referral), "person": person_name(referral.participant.person)}
        who = referral.author.name if referral.author else ""
        kind = _("Referral")
        text = _("%(name)s sent for %(person)s.") % said
        yield Item(referral.requested_at, kind, text, who, url)
        for at, state in _steps(referral):
            words = {**said, "state": state.label}
            yield Item(at, kind, _("%(name)s: %(state)s.") % words, "", url)
        for at in _fetched(referral):
            yield Item(at, kind, _("%(name)s: the file was fetched.") % said, "", url)


def came_from(case: Case, worker: Worker, keyring: Keyring) -> Iterator[Item]:
    """The referral from which the case was begun, when it was sent to us. Opens nothing."""
    rows = TakenOver.objects.filter(case=case)
    for taken in rows.select_related("referral", "partner_referral"):
        kind = _("Referrals to us")
        if taken.referral:
            url = reverse("incoming_referral", args=[taken.referral.pk])
            name = referral_name(taken.referral)
            # The desk has members of its own: not everybody who opens the case is one of them.
            seen = incoming_for(worker).filter(pk=taken.referral.pk).exists()
            yield Item(taken.referral.requested_at, kind, name, "", url if seen else "")
        if taken.partner_referral:
            name = partner_referral_name(taken.partner_referral)
            yield Item(taken.partner_referral.requested_at, kind, name)


def _steps(referral: Referral) -> Iterator[tuple[datetime, TaskState]]:
    """The first answer, where more came after it, and how it stands.

    A recall leaves `requested` as an answer does; then both are one moment.
    """
    if referral.answered_at and referral.answered_at < referral.state_at:
        yield referral.answered_at, TaskState.ACCEPTED
    if referral.state != TaskState.REQUESTED:
        yield referral.state_at, TaskState(referral.state)


def _fetched(referral: Referral) -> Iterator[datetime]:
    for packet in referral.packets.all():
        link = getattr(packet, "link", None)
        if link is not None and link.fetched_at is not None:
            yield link.fetched_at


def open_referrals_in(case: Case, worker: Worker, keyring: Keyring) -> Iterator[str]:
    """What the receiver has not finished when a case is to be closed."""
    for referral in sent_from(case).filter(state__in=OPEN):
        said = {"name": referral_name(referral), "state": TaskState(referral.state).label}
        yield _("Referral %(name)s: %(state)s.") % said
