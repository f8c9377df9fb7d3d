from django.db import models
from django.utils import timezone

from waymark.accounts.models import Worker
from waymark.contacts.checking import Verifier
from waymark.contacts.models.exchange import Signer
from waymark.contacts.wording import (
    ENFORCEMENT,
    INTERPRETS,
    Area,
    Caution,
    Channel,
    Cost,
    Kind,
    Label,
    LanguageNote,
    Reach,
    WhatHappens,
    label_of,
    labels,
)

# Codes of wording.py. No `choices`: a changed sentence would ask for a migration.
CODE = 60
# A text telephone is no number to call by tapping, and a WhatsApp link would ask another company.
SCHEMES: dict[str, str] = {Channel.PHONE: "tel", Channel.SMS: "sms"}


class Confidence(models.TextChoices):
    """How far a source can be trusted."""

    A = "A", "own site, government or official partner"
    B = "B", "reliable second hand"


class Contact(models.Model):
    """A line that people can turn to, with the page it was read on and the day that was done."""

    slug = models.SlugField(max_length=CODE, unique=True)
    country = models.CharField(max_length=2, db_index=True)
    area = models.CharField(max_length=CODE, blank=True)
    # An area in its own words, where wording.py has no code for it.
    area_name = models.CharField(max_length=120, blank=True)
    name = models.CharField(max_length=200)
    name_language = models.CharField(max_length=12)
    audience = models.JSONField(default=list)
    kind = models.CharField(max_length=CODE)
    url = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    chat_url = models.URLField(max_length=500, blank=True)

    always_open = models.BooleanField(default=False)
    hours = models.JSONField(default=list, blank=True)
    hours_note = models.CharField(max_length=CODE, blank=True)
    hours_confirmed = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=CODE, blank=True)

    languages = models.JSONField(default=list, blank=True)
    language_notes = models.JSONField(default=list, blank=True)
    cost = models.CharField(max_length=CODE, blank=True)
    what_happens = models.JSONField(default=list, blank=True)
    cautions = models.JSONField(default=list, blank=True)

    source_url = models.URLField(max_length=500)
    source_kind = models.CharField(max_length=200)
    confidence = models.CharField(max_length=1, choices=Confidence.choices)
    date_seen = models.DateField()
    staff_note = models.TextField(blank=True)
    retired = models.JSONField(default=list, blank=True)
    # Rows of our own file: loading it again updates or removes these, and touches no other.
    bundled = models.BooleanField(default=False)

    # The last day on which its numbers are offered; `date_seen` is the day it was verified.
    expires = models.DateField(db_index=True)
    verifier = models.CharField(max_length=CODE, default=Verifier.LIST)
    # Whose pack it stands on, where a signer is the verifier.
    signer = models.ForeignKey(Signer, null=True, on_delete=models.PROTECT, related_name="contacts")
    # Workers here verified, changed or withdrew it: no file and no pack changes it by itself.
    ours = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Worker, null=True, on_delete=models.PROTECT, related_name="+")
    # Counts changes of what is shown, so that a proposal notices one that it did not see.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["country", "slug"]

    @property
    def is_offered(self) -> bool:
        """Whether its numbers may be shown: verified, in date and not found wrong."""
        return self.withdrawn_at is None and timezone.localdate() <= self.expires

    @property
    def offered_numbers(self) -> list["ContactNumber"]:
        """The numbers that may be shown; none past the expiry. Pages never read `numbers`."""
        return list(self.numbers.all()) if self.is_offered else []

    @property
    def offered_chat(self) -> str:
        """The address of its chat; empty where it has none or may not be shown."""
        return self.chat_url if self.is_offered else ""

    @property
    def kind_label(self) -> str:
        """Who stands behind this line."""
        return label_of(Kind, self.kind)

    @property
    def area_label(self) -> str:
        """The part of the country that it is for; empty for the whole."""
        return self.area_name or label_of(Area, self.area)

    @property
    def cost_label(self) -> str:
        """What a call costs; empty where its source does not say."""
        return label_of(Cost, self.cost)

    @property
    def is_enforcement(self) -> bool:
        """Whether a call sets off police or immigration authorities."""
        return self.kind in ENFORCEMENT

    @property
    def interprets(self) -> bool:
        """Whether it has interpreters for languages that its workers do not speak."""
        return bool(INTERPRETS & set(self.language_notes))

    @property
    def is_confirmed(self) -> bool:
        """Whether it may be offered as a first line."""
        return self.confidence == Confidence.A

    @property
    def has_number_from_abroad(self) -> bool:
        """Whether its source gives a number for callers in other countries."""
        return any(number.reach != Reach.INSIDE for number in self.offered_numbers)

    @property
    def what_happens_sentences(self) -> list[str]:
        """What becomes of what a caller says; empty where we do not know."""
        return labels(WhatHappens, self.what_happens)

    @property
    def caution_sentences(self) -> list[str]:
        """What a caller should know before they call."""
        return labels(Caution, self.cautions)

    @property
    def language_sentences(self) -> list[str]:
        """What is offered beyond the listed languages."""
        return labels(LanguageNote, self.language_notes)


class ContactNumber(models.Model):
    """One number of a contact: as its source prints it, and what a phone dials for it."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="numbers")
    position = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=CODE)
    printed = models.CharField(max_length=40)
    dial = models.CharField(max_length=20)
    international = models.CharField(max_length=40, blank=True)
    label = models.CharField(max_length=CODE, blank=True)
    reach = models.CharField(max_length=CODE)
    confirmed = models.BooleanField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["contact", "position"], name="one_number_a_position")
        ]

    @property
    def channel_label(self) -> str:
        """How this number is used."""
        return label_of(Channel, self.channel)

    @property
    def use_label(self) -> str:
        """Which of several numbers this is, and from where it works; empty for the usual."""
        return f"{label_of(Label, self.label)} {label_of(Reach, self.reach)}".strip()

    @property
    def link(self) -> str:
        """The address a phone opens when it is tapped; empty where there is none."""
        scheme = SCHEMES.get(self.channel)
        return f"{scheme}:{self.dial}" if scheme else ""

    @property
    def with_country_code(self) -> str:
        """The international form, where it says more than what is printed."""
        written = self.printed.startswith("+")
        return "" if written else self.international
