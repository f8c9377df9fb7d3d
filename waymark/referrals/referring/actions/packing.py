"""What the gate lets out becomes a packet, sealed anew for the receiver and for the sender."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from waymark.cases.caseload.content import said
from waymark.cases.models import CaseFile
from waymark.cases.records import seal_new
from waymark.referrals.gate import Departure
from waymark.referrals.models import Packet, Referral
from waymark.referrals.referring.content import (
    REASON,
    WORDS,
    Packed,
    PackedFile,
    file_name,
    is_file,
    is_paper,
)
from waymark.referrals.referring.desks import desk_for
from waymark.reports.states import CannotNow
from waymark.vault.keyring import Keyring
from waymark.vault.models import Compartment

MOST_BYTES = 5 * 1024**2
TOO_LARGE = _("The files are larger than 5 MB together. Leave some out. Nothing has left.")


def pack(
    referral: Referral,
    departure: Departure,
    content: Mapping[str, Any],
    stage: int,
    keyring: Keyring,
) -> Packet:
    """Seal what leaves anew, for the receiving desk and the sender's circle."""
    values = dict(departure.values)
    packed = Packed(
        reason=str(said(content, REASON)),
        words=str(said(content, WORDS)) if stage == 1 else "",
        values={name: value for name, value in values.items() if not is_file(name)},
        files=tuple(_files(referral, values, keyring)),
    )
    packet = Packet(referral=referral, stage=stage, holds_papers=any(map(is_paper, values)))
    seal_new(packet, packed.as_content(), _circles(referral))
    packet.save(force_insert=True)
    return packet


def _circles(referral: Referral) -> list[Compartment]:
    """The sender's and, where the receiver is on this system, the receiver's."""
    own = referral.case.compartment
    desk = desk_for(referral.release) if referral.to_organisation_id else None
    return [own] if desk is None or desk.compartment_id == own.pk else [own, desk.compartment]


def _files(referral: Referral, values: Mapping[str, Any], keyring: Keyring) -> list[PackedFile]:
    """The files whose names the gate let out, with their bytes. Raises CannotNow, CannotOpen."""
    names = {UUID(name.partition(":")[2]): name for name in values if is_file(name)}
    found: list[PackedFile] = []
    for file in CaseFile.objects.filter(case=referral.case, pk__in=names).order_by("written_at"):
        body = keyring.data_key(file.envelope_id).open(file, "body")
        found.append(PackedFile(file_name(values[names[file.pk]]), body, str(file.pk)))
    if sum(len(each.body) for each in found) > MOST_BYTES:
        raise CannotNow(TOO_LARGE)
    return found
