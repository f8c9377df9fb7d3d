"""How an invitation is printed for the person who hands it on."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from waymark.accounts.actions.invitations import Invited

HAND_ON = "Hand each of these to the person it is for. They work once, for three days."


def invitation_lines(invited: "Invited", staff_url: str) -> list[str]:
    """Whom it is for, where it is answered, and the code that answers it."""
    from django.urls import reverse

    worker = invited.worker
    link = staff_url + reverse("join", args=[invited.invitation.pk])
    return [f"{worker.name} ({worker.login}):", f"    {link}", f"    {invited.code}", ""]
