"""Where every staff read of partners' referrals starts."""

from django.db.models import Exists, OuterRef, QuerySet

from waymark.accounts.models import Worker
from waymark.cases.models import Wall
from waymark.referrals.models import PartnerKey, PartnerReferral
from waymark.referrals.referring.queries.visible import receives


def partner_referrals_for(worker: Worker) -> QuerySet[PartnerReferral]:
    """What partners sent to the desk of the worker's organisation, if they are in its circle.

    A wall around the case that was begun from it keeps it away, too.
    """
    if not receives(worker):
        return PartnerReferral.objects.none()
    walls = Wall.objects.filter(
        case__came_from__partner_referral=OuterRef("pk"), worker=worker, lifted_at=None
    )
    return rows().filter(~Exists(walls), organisation_id=worker.organisation_id)


def keys_of(worker: Worker) -> QuerySet[PartnerKey]:
    """The keys of the worker's organisation, revoked ones last, then the newest first."""
    own = PartnerKey.objects.filter(organisation_id=worker.organisation_id)
    return own.order_by("revoked_at", "-created_at", "pk").select_related("created_by")


def rows() -> QuerySet[PartnerReferral]:
    """Partners' referrals with what their pages show."""
    return PartnerReferral.objects.select_related("partner", "envelope", "received_by")
