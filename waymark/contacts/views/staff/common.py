"""What the staff views of this room share."""

from django.shortcuts import get_object_or_404

from waymark.accounts.gate import StaffRequest
from waymark.accounts.permissions import require
from waymark.contacts.models import Contact, Proposal
from waymark.contacts.permissions import may_see_contacts, may_verify_contacts
from waymark.contacts.worklist import proposals_visible_to, visible_to

CONFLICT, UNPROCESSABLE = 409, 422
GET_OR_POST = ["GET", "HEAD", "POST"]


def found_contact(request: StaffRequest, contact_id: int, *, to_work: bool = False) -> Contact:
    """A contact that the worker may see, or work on; to others there is none."""
    found = get_object_or_404(visible_to(request.worker), pk=contact_id)
    if to_work:
        require(may_verify_contacts, request.worker, found)
    return found


def found_proposal(request: StaffRequest, proposal_id: int, *, to_work: bool = False) -> Proposal:
    """A proposal that the worker may see, or decide about; to others there is none."""
    found = get_object_or_404(proposals_visible_to(request.worker), pk=proposal_id)
    if to_work:
        require(may_verify_contacts, request.worker, found)
    return found


def require_seeing(request: StaffRequest) -> None:
    """Raise NotAllowed for a worker who has nothing to do with contacts."""
    require(may_see_contacts, request.worker)
