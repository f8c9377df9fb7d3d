from django.db import models

from waymark.contacts.wording import (
    ENFORCEMENT,
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
    name = models.CharField(max_length=200)
    name_language = models.CharField(max_length=12)
    audience = models.JSONField(default=list)
    kind = models.CharField(max_length=CODE)
    url = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)

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

    class Meta:
        ordering = ["country", "slug"]

    @property
    def kind_label(self) -> str:
        """Who stands behind this line."""
        return label_of(Kind, self.kind)

    @property
    def area_label(self) -> str:
        """The part of the country that it is for; empty for the whole."""
        return label_of(Area, self.area)

    @property
    def cost_label(self) -> str:
        """What a call costs; empty where its source does not say."""
        return label_of(Cost, self.cost)

    @property
    def is_enforcement(self) -> bool:
        """Whether a call sets off police or immigration authorities."""
        return self.kind in ENFORCEMENT

    @property
    def is_confirmed(self) -> bool:
        """Whether it may be offered as a first line."""
        return self.confidence == Confidence.A

    @property
    def has_number_from_abroad(self) -> bool:
        """Whether its source gives a number for callers in other countries."""
        return any(number.reach != Reach.INSIDE for number in self.numbers.all())

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
