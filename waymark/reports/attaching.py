"""The files of one sending of the report form: those kept from before, and the new ones."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from waymark.reports import files
from waymark.reports.actions import held
from waymark.reports.actions.held import Held
from waymark.reports.files import CheckedFile
from waymark.reports.uploads import Upload


@dataclass
class Attached:
    """What is to go with the report, and sentences about what was not taken."""

    kept: list[Held] = field(default_factory=list)
    new: list[CheckedFile] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[CheckedFile]:
        """Every good file, in order."""
        return [*(each.file for each in self.kept), *self.new]


def attach(
    uploads: Sequence[Upload], form_key: bytes | None, *, expected: bool, dropped: Sequence[str]
) -> Attached:
    """Check the new files and fetch the kept ones.

    `expected`: the form showed kept files. `dropped`: ids of those that the reporter took out.
    """
    attached = Attached()
    if expected and form_key:
        attached.kept = _kept(form_key, dropped, attached.refusals)
    for upload in uploads:
        _add(attached, upload)
    return attached


def _kept(form_key: bytes, dropped: Sequence[str], refusals: list[str]) -> list[Held]:
    found = held.held_files(form_key)
    if not found:
        refusals.append(_("We do not have your files any more. Please choose them again."))
    gone: list[UUID] = [each.id for each in found if str(each.id) in dropped]
    if gone:
        held.drop_held_files(form_key, gone)
    return [each for each in found if each.id not in gone]


def _add(attached: Attached, upload: Upload) -> None:
    if len(attached.kept) + len(attached.new) >= settings.MAX_FILES:
        words = {"name": files.clean_name(upload.name), "most": settings.MAX_FILES}
        attached.refusals.append(
            _("“%(name)s” is one file too many. You can send %(most)s.") % words
        )
        return
    try:
        attached.new.append(files.check(upload))
    except files.Refused as refusal:
        attached.refusals.append(str(refusal))
