"""Who may receive, answer and set up what."""

from waymark.accounts.models import Worker
from waymark.accounts.roles import Role
from waymark.cases.permissions import may_open_case
from waymark.referrals.models import Referral, ReferralDesk
from waymark.referrals.referring.queries.visible import incoming_for, receives
from waymark.vault.models import Compartment


def may_receive(worker: Worker) -> bool:
    """Those in the circle of their organisation's desk who talk with people."""
    return receives(worker)


def may_open_incoming(worker: Worker, referral: Referral) -> bool:
    """Those at the desk that the referral was sent to."""
    return incoming_for(worker).filter(pk=referral.pk).exists()


def may_open_sent(worker: Worker, referral: Referral) -> bool:
    """Those who may open the case that it was sent from."""
    return may_open_case(worker, referral.case)


def may_answer(worker: Worker, referral: Referral) -> bool:
    """The receiver; where they are not on the system, the sender notes what they were told."""
    if referral.to_organisation_id is None:
        return may_open_sent(worker, referral)
    return may_open_incoming(worker, referral)


def may_set_desk(worker: Worker, desk: ReferralDesk | None = None) -> bool:
    """Supervisors and administrators, for their own organisation."""
    own = desk is None or desk.organisation_id == worker.organisation_id
    return own and bool(worker.roles & {Role.SUPERVISOR, Role.ADMINISTRATOR})


def may_choose_circle(worker: Worker, compartment: Compartment) -> bool:
    """A circle of the worker's own organisation."""
    return may_set_desk(worker) and compartment.owner == worker.organisation_id


def uses_desk(worker: Worker) -> bool:
    """Those who receive referrals, and those who say who does."""
    return may_receive(worker) or may_set_desk(worker)
