"""The person agrees; from then on the release can be made active. Only then anything can leave.

Every action raises NotAllowed to those who may not open the case, CannotNow (with a sentence for
the worker) when the state of case or release does not allow the step, and CannotOpen.
"""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.models import today
from waymark.cases.records import change, read
from waymark.referrals.consent.actions.drafting import begin, require_days
from waymark.referrals.consent.agreeing import require_agreement, require_consenter
from waymark.referrals.consent.choices import choices_of, expand
from waymark.referrals.consent.languages import needs_interpreter
from waymark.referrals.consent.states import ReleaseStep
from waymark.referrals.consent.terms import Given, Said
from waymark.referrals.consent.wording import Asking, text_for
from waymark.referrals.models import Release, ReleaseState
from waymark.referrals.reference.releases import releases
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring

INCOMPLETE = _("Say first what may leave, what it is for and in which language the person is told.")
EMPTY = _("Nothing of what you chose is on record yet. Record it first, or choose single fields.")
GONE = _("A note or file that you chose is not there any more. Look at the draft again.")
NO_INTERPRETER = _("We have no text in this language. Write who interpreted it.")
NO_WAY = _("Choose how the person agreed.")
LATER = _("The day on which the person agreed cannot lie in the future.")


@transaction.atomic
def sign(
    release: Release, given: Given, signed_on: date, *, seen: int, by: Worker, keyring: Keyring
) -> Release:
    """Record that the person agreed on a day: what exactly is covered, and what they were told.

    Kinds of field become the fields of them that hold something now: what is recorded later is
    not covered. Raises ChangedMeanwhile when `seen` is not the newest version.
    """
    locked = begin(ReleaseStep.SIGN, release, by)
    said = Said.of(read(locked, keyring))
    _require_ready(said, given, signed_on, locked)
    require_agreement(locked.participant, given, keyring)
    choices = choices_of(locked.participant, keyring)
    covers = expand(choices, said.terms.kinds, said.terms.fields)
    if set(said.terms.fields) - set(covers):
        raise CannotNow(GONE)
    if not covers:
        raise CannotNow(EMPTY)
    covered = tuple(each for each in choices if each.name in covers)
    asking = Asking(said.terms, covered, locked.expires_on, by.organisation.name)
    content = said.agreed(tuple(covers), given, text_for(asking)).as_content()
    signed = change(
        locked,
        content,
        seen=seen,
        keyring=keyring,
        state=ReleaseState.SIGNED,
        signed_on=signed_on,
    )
    audit.record(Event.RELEASE_SIGNED, by=by, target=signed)
    return signed


@transaction.atomic
def activate(release: Release, *, by: Worker, keyring: Keyring) -> Release:
    """From now on the release lets out what it covers, until its last day."""
    locked = begin(ReleaseStep.ACTIVATE, release, by)
    require_consenter(locked.participant, keyring)
    require_days(locked.expires_on, today())
    locked.state, locked.active_at = ReleaseState.ACTIVE, timezone.now()
    locked.version += 1
    locked.save(update_fields=["state", "active_at", "version"])
    audit.record(Event.RELEASE_ACTIVATED, by=by, target=locked)
    return locked


def _require_ready(said: Said, given: Given, signed_on: date, release: Release) -> None:
    if not said.terms.complete:
        raise CannotNow(INCOMPLETE)
    if given.how not in releases().ways:
        raise CannotNow(NO_WAY)
    if signed_on > today():
        raise CannotNow(LATER)
    require_days(release.expires_on, today())
    if needs_interpreter(said.terms.language) and not given.interpreter:
        raise CannotNow(NO_INTERPRETER)
