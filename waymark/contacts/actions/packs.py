"""Contacts leave in a signed pack and come in from one."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.accounts.permissions import require
from waymark.audit import log as audit
from waymark.audit.events import Event
from waymark.audit.models import Actor
from waymark.contacts.actions.writing import (
    Check,
    Witness,
    extend,
    note_check,
    propose_beside,
    write_contact,
)
from waymark.contacts.checking import Verifier
from waymark.contacts.models import Contact, Pack, Signer
from waymark.contacts.packs import format as pack_format
from waymark.contacts.packs.deciding import Line, Outcome, decide
from waymark.contacts.packs.format import Signed
from waymark.contacts.packs.provenance import provenance_of, written
from waymark.contacts.packs.reading import Packed, contacts_of
from waymark.contacts.permissions import may_verify_contacts
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.contacts.rows import Entry, entry_of
from waymark.vault import letters
from waymark.vault.primitives import plain_hash, signing_public
from waymark.web.queries import site


@dataclass(frozen=True)
class Imported:
    """What a pack does, or would do, to each contact. `repeated`: it was imported before."""

    signer: Signer
    serial: int
    lines: list[Line]
    repeated: bool

    @property
    def fingerprint(self) -> str:
        """Differs when anything would turn out differently."""
        told = [[line.packed.row.slug, line.outcome.value] for line in self.lines]
        return plain_hash(pack_format.canonical([self.serial, told])).hex()


@transaction.atomic
def export_pack(country: str = "", *, by: Worker | Actor) -> bytes:
    """The contacts of a country, or all, as the bytes of a signed pack.

    Only what is offered here goes into it. The serial is a count of microseconds, so that it grows
    even after an older backup was restored. Raises NotAllowed, CannotNow without a key, a name or
    a contact.
    """
    _require_verifier(by)
    seed, name = _signing_seed(), site().organisation
    if not name:
        raise CannotNow(_("Give your organisation a name in the settings first."))
    packed = _packed_contacts(country)
    if not packed:
        raise CannotNow(_("There is no contact to put into a pack."))
    now = timezone.now()
    last = Pack.objects.values_list("serial", flat=True).first() or 0
    made = Pack.objects.create(
        serial=max(last + 1, int(now.timestamp() * 1_000_000)),
        made_at=now,
        made_by=by if isinstance(by, Worker) else None,
        country=country,
        contacts=len(packed),
    )
    audit.record(Event.CONTACT_PACK_EXPORTED, by=by, target=made)
    content = {
        "contacts": packed,
        "country": country,
        "made_on": timezone.localdate().isoformat(),
        "serial": made.serial,
        "signer": name,
    }
    return pack_format.seal(content, seed)


@transaction.atomic
def look_into(data: bytes, *, by: Worker | Actor) -> Imported:
    """What an import would do, contact by contact; writes nothing.

    Raises NotAllowed, and CannotNow with the reason why the pack is refused as a whole.
    """
    _require_verifier(by)
    return _plan(pack_format.read(data), lock=False)


@transaction.atomic
def import_pack(data: bytes, *, by: Worker | Actor, expected: str = "") -> Imported:
    """Bring a pack in, whole or not at all; a second time changes nothing.

    `expected` is the fingerprint of what `look_into` told: where something would turn out
    otherwise by now, ChangedMeanwhile. Raises NotAllowed, CannotNow with the reason.
    """
    _require_verifier(by)
    signed = pack_format.read(data)
    planned = _plan(signed, lock=True)
    if expected and planned.fingerprint != expected:
        raise ChangedMeanwhile(
            _("Contacts were changed in the meantime, so this is shown again. Nothing was taken.")
        )
    if planned.repeated:
        return planned
    known = _known_contacts(line.packed.row.slug for line in planned.lines)
    for line in planned.lines:
        _apply(line, known.get(line.packed.row.slug), planned.signer)
    planned.signer.last_serial, planned.signer.last_digest = signed.serial, signed.digest
    planned.signer.save(update_fields=["last_serial", "last_digest"])
    audit.record(Event.CONTACT_PACK_IMPORTED, by=by, target=planned.signer)
    return planned


def own_key() -> str:
    """Our own key in groups, for others to trust; empty while there is none."""
    return letters.encode(signing_public(settings.PACK_KEY)) if settings.PACK_KEY else ""


def _signing_seed() -> bytes:
    if not settings.PACK_KEY:
        raise CannotNow(
            _("This installation has no key to sign with. Run `waymark contacts key` once.")
        )
    seed: bytes = settings.PACK_KEY
    return seed


def _require_verifier(by: Worker | Actor) -> None:
    """A command's user has the machine: only workers need a role."""
    if not isinstance(by, Actor):
        require(may_verify_contacts, by)


def _packed_contacts(country: str) -> list[Entry]:
    contacts = Contact.objects.order_by("slug").prefetch_related(
        "numbers", "verifications__worker__organisation", "verifications__signer"
    )
    if country:
        contacts = contacts.filter(country=country)
    return [_packed(contact) for contact in contacts if contact.is_offered]


def _packed(contact: Contact) -> Entry:
    entry = entry_of(contact)
    entry.pop("staff_note", None)
    checks = list(contact.verifications.all())
    return {
        "contact": entry,
        "checked": written(provenance_of(contact, checks)),
        "expires": contact.expires.isoformat(),
    }


def _plan(signed: Signed, *, lock: bool) -> Imported:
    """Refuse the pack, or say what becomes of each contact. Raises CannotNow."""
    signer = _signer_of(signed, lock=lock)
    if not signed.is_whole():
        raise pack_format.BadPack(_("This file was changed after it was signed."))
    _refuse_downgrade(signed, signer)
    packed = contacts_of(signed)
    found = Contact.objects.prefetch_related("numbers").order_by("pk")
    neighbours: dict[str, list[Contact]] = defaultdict(list)
    by_slug: dict[str, Contact] = {}
    for contact in found.select_for_update() if lock else found:
        neighbours[contact.country].append(contact)
        by_slug[contact.slug] = contact
    today = timezone.localdate()
    lines = [
        Line(one, decide(one, by_slug.get(one.row.slug), neighbours[one.row.country], today))
        for one in packed
    ]
    return Imported(signer, signed.serial, lines, repeated=signed.digest == signer.last_digest)


def _signer_of(signed: Signed, *, lock: bool) -> Signer:
    """The trusted signer whose key the pack names. Raises CannotNow."""
    signers = Signer.objects.select_for_update() if lock else Signer.objects.all()
    found = signers.filter(public_key=signed.key.hex()).first()
    values = {"name": signed.content["signer"], "key": letters.encode(signed.key)}
    if found is None:
        raise CannotNow(
            _(
                "Nobody here trusts the key that signed this pack. It says that it is from "
                "%(name)s, with the key %(key)s. Compare the key with them, then have an "
                "administrator trust it."
            )
            % values
        )
    if not found.trusted:
        raise CannotNow(
            _("%(name)s signed this pack, and is not trusted any more.") % {"name": found.name}
        )
    return found


def _refuse_downgrade(signed: Signed, signer: Signer) -> None:
    if signed.serial < signer.last_serial:
        raise CannotNow(
            _("This pack is older than one of %(name)s that was imported already.")
            % {"name": signer.name}
        )
    if signed.serial == signer.last_serial and signed.digest != signer.last_digest:
        raise CannotNow(
            _("%(name)s signed two different packs with the same number. Ask them why.")
            % {"name": signer.name}
        )


def _known_contacts(slugs: object) -> dict[str, Contact]:
    contacts = Contact.objects.filter(slug__in=list(slugs)).prefetch_related("numbers")  # type: ignore[call-overload]
    return {contact.slug: contact for contact in contacts}


def _apply(line: Line, known: Contact | None, signer: Signer) -> None:
    row, witness = line.packed.row, _witness(line.packed, signer)
    check = Check(line.packed.provenance.means, row.source_url, row.date_seen)
    if line.outcome is Outcome.PROPOSED and known is not None:
        propose_beside(known, row, check, witness)
    elif line.outcome is Outcome.EXTENDED and known is not None:
        extend(known, check, witness)
    elif line.outcome in {Outcome.ADDED, Outcome.CHANGED}:
        note_check(write_contact(row, known, witness), check, witness)


def _witness(packed: Packed, signer: Signer) -> Witness:
    provenance = packed.provenance
    return Witness(
        Verifier.SIGNER,
        signer=signer,
        organisation=provenance.organisation,
        through=provenance.through,
        people=provenance.people,
    )
