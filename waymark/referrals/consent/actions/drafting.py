"""Write what a person is to be asked, until they agree. Each action audits in its transaction.

Every action raises NotAllowed to those who may not open the case, CannotNow (with a sentence for
the worker) when the state of case or release does not allow the step, and CannotOpen.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.beginning import begin as begin_in_case
from waymark.cases.beginning import lock_case
from waymark.cases.models import Case, Participant, today
from waymark.cases.permissions import may_open_case
from waymark.cases.records import ERASED, change, read, write_new
from waymark.cases.states import CaseStep, require_step
from waymark.directory.models import Service
from waymark.directory.queries.visible import visible_to as services_visible_to
from waymark.referrals.consent.agreeing import require_consenter
from waymark.referrals.consent.states import (
    IN_AN_OPEN_CASE,
    ReleaseStep,
    require_release_step,
)
from waymark.referrals.consent.terms import Said, Terms
from waymark.referrals.models import Release
from waymark.referrals.receivers import Receiver
from waymark.referrals.reference.releases import releases
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

NOT_A_PURPOSE = _("A release cannot be for that. Choose what the person wants it for.")
NO_OWN_WORDS = _("Write in the person's words what it is for.")
PAST = _("The last day lies in the past. Choose a later one.")
TOO_LONG = _("A release ends after a year at the latest. Choose an earlier day.")
NO_RECEIVER = _("Say who is to receive it.")
OWN_HOUSE = _("Your own organisation needs no release to work on this case.")


@dataclass(frozen=True)
class To:
    """Who is to receive it: exactly one of the three."""

    organisation: Organisation | None = None
    service: Service | None = None
    name: str = ""


def begin(step: ReleaseStep, release: Release, by: Worker) -> Release:
    """The release as it is now, held, if `by` may take this step. Raises NotAllowed, CannotNow."""
    case = lock_case(release.case_id)
    require(may_open_case, by, case)
    if step in IN_AN_OPEN_CASE:
        require_step(CaseStep.RECORD, case)
    rows = Release.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("participant__person", "envelope").get(pk=release.pk)
    require_release_step(step, locked)
    if locked.erased and step is not ReleaseStep.WITHDRAW:
        raise CannotNow(ERASED)
    locked.case = locked.participant.case = case
    return locked


@transaction.atomic
def draft(case: Case, participant: Participant, to: To, *, by: Worker, keyring: Keyring) -> Release:
    """Begin a release of one person of the case to one receiver, for the default number of days."""
    locked = begin_in_case(CaseStep.RECORD, case, by)
    if participant.case_id != locked.pk:
        raise ValueError("a release is of somebody in its case")
    require_consenter(participant, keyring)
    _require_receiver(to, by)
    release = Release(
        case=locked,
        participant=participant,
        author=by,
        to_organisation=to.organisation,
        to_service=to.service,
        expires_on=today() + timedelta(days=releases().default_days),
    )
    named = to.organisation is None and to.service is None
    write_new(release, Said(Terms(_shown(to), named)).as_content())
    audit.record(Event.RELEASE_DRAFTED, by=by, target=release)
    return release


@transaction.atomic
def set_terms(
    release: Release, terms: Terms, expires_on: date, *, seen: int, by: Worker, keyring: Keyring
) -> Release:
    """Say what a draft covers, what for and until when; its receiver stays.

    Raises ChangedMeanwhile when `seen` is not the newest version.
    """
    locked = begin(ReleaseStep.CHANGE, release, by)
    require_days(expires_on, today())
    if not releases().allows(terms.purpose):
        raise CannotNow(NOT_A_PURPOSE)
    if terms.purpose == "other" and not terms.purpose_words:
        raise CannotNow(NO_OWN_WORDS)
    said = Said.of(read(locked, keyring))
    kept = replace(terms, receiver=said.terms.receiver, named=said.terms.named)
    content = replace(said, terms=kept).as_content()
    changed = change(locked, content, seen=seen, keyring=keyring, expires_on=expires_on)
    audit.record(Event.RECORD_CHANGED, by=by, target=changed)
    return changed


@transaction.atomic
def renew(release: Release, *, by: Worker, keyring: Keyring) -> Release:
    """Begin another release with the same terms, as a draft that the person is asked about anew."""
    locked = begin(ReleaseStep.RENEW, release, by)
    require_consenter(locked.participant, keyring)
    said = Said.of(read(locked, keyring))
    if not (said.terms.named or locked.to_organisation_id or locked.to_service_id):
        raise CannotNow(NO_RECEIVER)
    again = Release(
        case=locked.case,
        participant=locked.participant,
        author=by,
        to_organisation_id=locked.to_organisation_id,
        to_service_id=locked.to_service_id,
        expires_on=today() + timedelta(days=releases().default_days),
    )
    write_new(again, Said(said.terms).as_content())
    audit.record(Event.RELEASE_DRAFTED, by=by, target=again)
    return again


def require_days(expires_on: date, first: date) -> None:
    """Raise CannotNow for a last day before `first` or more than a year after it."""
    if expires_on < first:
        raise CannotNow(PAST)
    if expires_on > first + timedelta(days=releases().most_days):
        raise CannotNow(TOO_LONG)


def _require_receiver(to: To, by: Worker) -> None:
    """Exactly one receiver, whom the worker may know of. Raises CannotNow."""
    if sum(map(bool, (to.organisation, to.service, to.name))) != 1:
        raise CannotNow(NO_RECEIVER)
    if to.organisation and to.organisation.pk == by.organisation_id:
        raise CannotNow(OWN_HOUSE)
    if to.service and not services_visible_to(by).filter(pk=to.service.pk).exists():
        raise CannotNow(NO_RECEIVER)
    if to.name:
        try:
            Receiver.named(to.name)
        except ValueError:
            raise CannotNow(NO_RECEIVER) from None


def _shown(to: To) -> str:
    """The receiver's name, as workers and the person read it."""
    if to.organisation:
        return to.organisation.name
    if to.service:
        house = to.service.organization.name if to.service.organization else ""
        names = (to.service.name, "" if house == to.service.name else house)
        return ", ".join(name for name in names if name)
    return to.name
