"""What an organisation asks: the catalogue, and how the organisation differs from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from waymark.accounts.models import Organisation
from waymark.cases.fields.catalogue import FieldSpec, FieldType, Part, specs_of
from waymark.cases.models import FieldSetting, FieldUse


@dataclass(frozen=True)
class Asked:
    """A field as one organisation uses and names it."""

    spec: FieldSpec
    use: FieldUse
    label: str | Promise

    @property
    def hidden(self) -> bool:
        """Whether it is not asked, or no longer."""
        return self.use is FieldUse.HIDDEN

    @property
    def required(self) -> bool:
        """Whether it needs an answer or a reason why there is none."""
        return self.use is FieldUse.REQUIRED


def fields_for(organisation: Organisation, record: str) -> list[Asked]:
    """Every field of a record as the organisation uses it, hidden ones too, in order."""
    own = {row.key: row for row in FieldSetting.objects.filter(organisation=organisation)}
    return [asked(spec, own.get(spec.key)) for spec in specs_of(record)]


def asked(spec: FieldSpec, own: FieldSetting | None) -> Asked:
    """A field with an organisation's setting, if it has one."""
    if own is None:
        return Asked(spec, spec.use, spec.label)
    use = spec.use if spec.fixed else FieldUse(own.use)
    return Asked(spec, use, own.label or spec.label)


def asked_now(
    fields: Sequence[Asked], *, part: Part | None = None, sections: Collection[str] = ()
) -> list[Asked]:
    """Those that are asked, of somebody who has that part in a case, in these sections.

    Without a part or without sections, those of all of them.
    """
    return [
        each
        for each in fields
        if not each.hidden
        and each.spec.type is not FieldType.RECORD
        and (part is None or part in each.spec.parts)
        and (not sections or each.spec.section in sections)
    ]
