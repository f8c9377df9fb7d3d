"""The contacts of a pack, read as strictly as our own file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.contacts.checking import expiry_of
from waymark.contacts.packs import provenance
from waymark.contacts.packs.format import BadPack, Signed
from waymark.contacts.packs.provenance import Provenance
from waymark.contacts.rows import ContactRow, plain_row
from waymark.contacts.table import DataFileError, Table


@dataclass(frozen=True)
class Packed:
    """One contact of a pack and on whose word it stands."""

    row: ContactRow
    provenance: Provenance


def contacts_of(signed: Signed) -> list[Packed]:
    """Every contact of a pack. Raises BadPack, which names the first that cannot be read."""
    try:
        found = [_packed(one, place) for place, one in enumerate(signed.content["contacts"], 1)]
        slugs = [packed.row.slug for packed in found]
        if len(set(slugs)) < len(slugs):
            raise DataFileError(_("a contact stands in it twice"))
    except DataFileError as fault:
        raise BadPack(
            _("The pack cannot be read, so nothing of it was taken: %(fault)s")
            % {"fault": str(fault)}
        ) from fault
    return found


def _packed(one: object, place: int) -> Packed:
    where = _("contact %(place)d") % {"place": place}
    if not isinstance(one, dict) or one.keys() != {"contact", "checked", "expires"}:
        raise DataFileError(f"{where}: it must have contact, checked and expires")
    if not isinstance(one["contact"], dict) or not isinstance(one["checked"], dict):
        raise DataFileError(f"{where}: contact and checked must be tables")
    row = plain_row(one["contact"], where)
    if row.staff_note:
        raise DataFileError(f"{where}: a note for colleagues does not belong in a pack")
    if one["expires"] != expiry_of(row.date_seen).isoformat():
        raise DataFileError(f"{where}: it must expire 180 days after it was checked")
    return Packed(row, provenance.read(Table(one["checked"], where)))
