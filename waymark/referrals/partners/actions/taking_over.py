"""The desk begins a case of its own from what a partner sent, and only from that."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.cases.answers import UNKNOWN, Answer, Answers
from waymark.cases.caseload.actions.beginning import begin_case
from waymark.cases.caseload.content import TITLE
from waymark.cases.models import Case, day_of
from waymark.cases.people.actions.adding import add_person
from waymark.cases.queries.values import IDENTITY, PARTICIPANT
from waymark.referrals.models import PartnerReferral, TakenOver, TaskState
from waymark.referrals.partners.actions.common import hold_with_case, step_to
from waymark.referrals.partners.actions.desk import open_referral
from waymark.referrals.partners.content import Sent, answers_in
from waymark.referrals.partners.names import partner_referral_name
from waymark.referrals.partners.permissions import may_open_partner_referral
from waymark.referrals.referring.actions.taking_over import BEGUN, ROLE
from waymark.referrals.referring.holding import NO_LONGER
from waymark.referrals.referring.states import TAKEN, Move, require_move
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment


@transaction.atomic
def take_over(
    referral: PartnerReferral, compartment: Compartment, *, by: Worker, keyring: Keyring
) -> Case:
    """Begin a case in a circle of the worker's, with the fields that were sent and no others.

    From now on it is the organisation's own record: a recall destroys what was sent and not the
    case. Raises NotAllowed, CannotNow.
    """
    locked = hold_with_case(referral)
    require(may_open_partner_referral, by, locked)
    if locked.state not in TAKEN:
        require_move(Move.COMPLETE, locked.state)  # it says why not
    if TakenOver.objects.filter(partner_referral=locked).exists():
        raise CannotNow(BEGUN)
    opened = open_referral(locked, by=by, keyring=keyring)
    if opened is None:
        raise CannotNow(NO_LONGER)
    case = begin_case(compartment, _incoming(locked, opened.sent), by=by, responsible=by)
    part = {ROLE: UNKNOWN, **answers_in(opened.sent, PARTICIPANT)}
    add_person(case, answers_in(opened.sent, IDENTITY), part, by=by, keyring=keyring)
    TakenOver.objects.create(partner_referral=locked, case=case)
    if locked.state == TaskState.ACCEPTED:
        step_to(locked, TaskState.IN_PROGRESS)
    audit.record(Event.REFERRAL_MOVED, by=by, target=locked)
    return case


def _incoming(referral: PartnerReferral, sent: Sent) -> Answers:
    """What the new case says of how it came, in HTCDS's fields."""
    told: dict[str, Any] = {
        TITLE: _("Referral %(name)s") % {"name": partner_referral_name(referral)},
        "cas_ReferringOrganisation": referral.partner.name,
        "cas_IncomingReferralDate": day_of(referral.requested_at).isoformat(),
        "cas_ReasonForIncomingReferral": sent.reason,
        "cas_IncomingReferralDetails": sent.description,
    }
    return {name: Answer(value) for name, value in told.items() if value}
