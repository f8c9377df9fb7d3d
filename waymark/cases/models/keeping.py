"""What an organisation asks, how long it keeps it, and what is gone."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Organisation, Worker
from waymark.cases.models.base import CaseRecord
from waymark.vault.models import Envelope


class FieldUse(models.TextChoices):
    """What an organisation does with a field."""

    HIDDEN = "hidden", _("Not asked")
    OPTIONAL = "optional", _("Optional")
    REQUIRED = "required", _("Needed")


class FieldSetting(models.Model):
    """How an organisation differs from the catalogue about one field (`record.name`)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    use = models.CharField(max_length=8, choices=FieldUse.choices)
    label = models.CharField(_("own name"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="field_setting_once")
        ]


class KeptKind(models.TextChoices):
    """Kinds of record that are kept for a time of their own."""

    CASE = "case", _("A closed case and all that hangs on it")
    NOTE = "note", _("Notes of closed cases")
    FILE = "file", _("Files of closed cases")
    PERPETRATOR = "perpetrator", _("What closed cases say about suspected perpetrators")


class KeepRule(models.Model):
    """How many days after closure an organisation keeps records of a kind."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=KeptKind.choices)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind"], name="keep_once")]


class LegalHold(CaseRecord):
    """Nothing of the case may be erased until it is lifted. `content`: why, and who says so."""

    lifted_at = models.DateTimeField(null=True)


class Erasure(models.Model):
    """The tombstone of a record or a field, and the proof: the envelope has no key any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("cases.Case", null=True, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=60, help_text="the model, such as cases.note")
    target_id = models.UUIDField(db_index=True)
    field = models.CharField(max_length=80, blank=True, help_text="empty: the whole record")
    envelope = models.ForeignKey(Envelope, on_delete=models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(help_text="rounded to the hour")
    erased_by = models.ForeignKey(Worker, null=True, on_delete=models.SET_NULL, related_name="+")
