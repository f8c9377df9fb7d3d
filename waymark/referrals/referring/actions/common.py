"""How the actions on referrals begin, and how a referral takes a step."""

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from waymark.cases.models import Case
from waymark.referrals.models import Packet, Referral, TakenOver, TaskState
from waymark.referrals.referring.queries.visible import rows
from waymark.vault.models import Compartment, WrappedDataKey
from waymark.vault.records import erase, remove_compartment


def lock(pk: UUID) -> Referral:
    """The referral as it is now, held until commit."""
    held = Referral.objects.select_for_update(of=("self",), no_key=True).filter(pk=pk)
    return rows().get(pk__in=list(held.values_list("pk", flat=True)))


def hold(referral: Referral) -> Referral:
    """The referral as it is now, after its case and the one begun from it, all held until commit.

    Every action takes rows in this order, and asks for permission afterwards: a wall that is being
    built around either case is there by then, or waits.
    """
    begun = TakenOver.objects.filter(referral=referral.pk)
    cases = Case.objects.filter(Q(pk=referral.case_id) | Q(pk__in=begun.values("case")))
    held = cases.select_for_update(of=("self",), no_key=True).order_by("pk")
    list(held.values_list("pk", flat=True))
    return lock(referral.pk)


def step_to(referral: Referral, state: TaskState, reason: str = "") -> None:
    """Set the state of a referral that is held. Whoever leaves `requested` has answered."""
    now = timezone.now()
    if referral.state == TaskState.REQUESTED:
        referral.answered_at, referral.answer_due_at = now, None
    referral.state, referral.status_reason, referral.state_at = state, reason, now
    referral.changed_at = now
    referral.version += 1
    referral.save()


def packets_of(referral: Referral) -> list[Packet]:
    """Everything that was sent with it, in order."""
    found = referral.packets.select_related("envelope", "link__envelope")
    return list(found.order_by("stage"))


def close_to_receiver(referral: Referral) -> None:
    """What was sent opens for the sender only, and no link of it leads anywhere."""
    own = referral.case.compartment_id
    for packet in packets_of(referral):
        erase_link(packet)
        keys = WrappedDataKey.objects.filter(envelope=packet.envelope_id, reader=None)
        others = keys.exclude(compartment_key__compartment=own)
        circles = others.values_list("compartment_key__compartment", flat=True)
        for circle in Compartment.objects.filter(pk__in=circles):
            remove_compartment(packet.envelope_id, circle)


def destroy_packets(referral: Referral) -> None:
    """Destroy the keys of all that was sent, for both sides, and every link.

    Also for whoever erases the case; auditing is the caller's.
    """
    now = timezone.now()
    for packet in packets_of(referral):
        erase_link(packet)
        erase(packet.envelope_id)
        Packet.objects.filter(pk=packet.pk, recalled_at=None).update(recalled_at=now)


def erase_link(packet: Packet) -> None:
    """The link of a packet, if it has one, leads nowhere any more."""
    if hasattr(packet, "link"):
        erase(packet.link.envelope_id)
