"""What a release can cover of one person in one case, and what of it holds something.

This opens the records to learn which fields hold something, and hands on names only.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from waymark.cases.answers import FIELDS
from waymark.cases.caseload.content import NAME, said
from waymark.cases.fields.asking import asked
from waymark.cases.fields.catalogue import FieldSpec, Identifying, Kind, Part, every_field
from waymark.cases.models import CaseFile, FieldSetting, Note, Participant
from waymark.cases.queries.values import (
    CASE,
    FILE,
    IDENTITY,
    NOTE,
    PARTICIPANT,
    REPEATED,
    values_of,
)
from waymark.cases.records import read, read_many
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen

# What tells of a second person, such as a relationship, is named by no release of the first.
RECORDS = frozenset({IDENTITY, PARTICIPANT, CASE, *REPEATED})
FILES = "files"
# Kinds as the list of releases calls them, where the catalogue of fields has a shorter name.
_KINDS = {Kind.WORK: "education-and-work"}
_VALUE = "v"


@dataclass(frozen=True)
class Choice:
    """One field, note or file. `name` is the gate's, `kind` a code of the list of releases."""

    name: str
    kind: str
    label: str | Promise
    why: str | Promise
    holds: bool
    identifying: bool


def choices_of(participant: Participant, keyring: Keyring) -> list[Choice]:
    """All that can be covered, in the order in which it is asked."""
    part = _part_or_other(participant, keyring)
    specs = [spec for spec in every_field() if spec.record in RECORDS]
    held = holding(participant, [spec.key for spec in specs], keyring)
    organisation = participant.case.organisation_id
    own = {row.key: row for row in FieldSetting.objects.filter(organisation=organisation)}
    fields = [
        _field(spec, own.get(spec.key), holds=spec.key in held)
        for spec in specs
        if spec.key in held or part in spec.parts
    ]
    return [*fields, *_papers(participant, keyring)]


def part_of(participant: Participant, keyring: Keyring) -> Part:
    """What the person is in the case. Raises CannotOpen."""
    stored = read(participant, keyring).get(FIELDS, {}).get("role", {})
    role = stored.get(_VALUE, "")
    return Part(role) if role in Part.values else Part.OTHER


def _part_or_other(participant: Participant, keyring: Keyring) -> Part:
    try:
        return part_of(participant, keyring)
    except CannotOpen:
        return Part.OTHER


def holding(participant: Participant, names: Iterable[str], keyring: Keyring) -> frozenset[str]:
    """Those of the fields in which something is written, an answer that is no silence.

    What is erased or closed to the worker holds nothing.
    """
    ordered = sorted(names)
    groups = (list(group) for _, group in groupby(ordered, key=lambda name: name.partition(".")[0]))
    found: set[str] = set()
    for group in groups:
        with suppress(CannotOpen):
            values = values_of(participant, group, keyring)
            found |= {name for name, value in values.items() if _written(value)}
    return frozenset(found)


def expand(choices: Iterable[Choice], kinds: Iterable[str], fields: Iterable[str]) -> list[str]:
    """The names that a release covers: single fields, and what its kinds hold today.

    Notes and files are covered one by one only: each tells of others, too.
    """
    chosen, whole = set(fields), set(kinds) - {FILES}
    return [
        each.name for each in choices if each.name in chosen or (each.kind in whole and each.holds)
    ]


def _field(spec: FieldSpec, own: FieldSetting | None, *, holds: bool) -> Choice:
    return Choice(
        name=spec.key,
        kind=_KINDS.get(spec.kind, spec.kind.value),
        label=asked(spec, own).label,
        why=spec.purpose,
        holds=holds,
        identifying=spec.identifying is not Identifying.NO,
    )


def _written(value: Any) -> bool:
    stored = value if isinstance(value, list) else [value]
    return any(each and _VALUE in each for each in stored)


def _papers(participant: Participant, keyring: Keyring) -> Iterator[Choice]:
    """Notes by their day, files by their name: each is about something else."""
    own = {"case": participant.case, "envelope__erased_at": None}
    for note in Note.objects.filter(**own).order_by("written_at", "pk"):
        day = date_format(localtime(note.written_at), "DATE_FORMAT")
        yield _paper(f"{NOTE}:{note.pk}", _("Note of %(day)s") % {"day": day})
    files = list(CaseFile.objects.filter(**own).order_by("written_at", "pk"))
    opened = read_many(files, keyring)
    for file in files:
        name = str(said(opened.get(file.pk, {}), NAME))
        yield _paper(f"{FILE}:{file.pk}", name or _("A file"))


def _paper(name: str, label: str) -> Choice:
    why = _("Whatever stands in it leaves, also about others.")
    return Choice(name, FILES, label, why, holds=True, identifying=True)
