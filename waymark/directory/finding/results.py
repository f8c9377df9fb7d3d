"""One result in plain words: what it is, how to reach it, whether it takes this person.

There is no score: a result says what is known, what one has to ask, and who made sure of it when.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from waymark.contacts import now as contact_now
from waymark.contacts.places import language_name
from waymark.directory import opening_hours
from waymark.directory.criteria import AgeGroup, Answer, Criterion
from waymark.directory.finding import wording
from waymark.directory.finding.reaching import Telephone, telephone
from waymark.directory.finding.rows import Entry
from waymark.directory.models import (
    Aspect,
    CapacityStatus,
    LocationType,
    Means,
    ServiceCapacity,
    Status,
    Use,
    Verification,
)

EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Spoken:
    """A language, named in itself; `code` is empty where only a name is known."""

    name: str
    code: str = ""
    note: str = ""


@dataclass(frozen=True)
class Room:
    """Whether there is room, in coarse words, for whom and when that was said."""

    text: str
    population: str = ""
    said: str = ""


@dataclass(frozen=True)
class Result:
    """What a page says about an entry.

    `km` is from where the reader looks; None is not known. `by_rank`: it stands where it stands
    because of what was verified. `asks`: of something that was wanted nothing is known.
    """

    entry: Entry
    wanted: Sequence[Criterion | AgeGroup] = ()
    km: float | None = None
    country: str = ""
    by_rank: bool = False
    asks: bool = False
    kept: bool = False

    @cached_property
    def now(self) -> datetime:
        """The moment of which the page speaks."""
        return timezone.now()

    @property
    def key(self) -> str:
        """The id by which it is kept."""
        return str(self.entry.id)

    @cached_property
    def organization(self) -> str:
        """Who offers it."""
        house = self.entry.service.organization
        return house.name if house else ""

    @cached_property
    def where(self) -> str:
        """Where it is, as far as everybody may know."""
        location = self.entry.location
        if location is None or location.location_type == LocationType.VIRTUAL:
            return _("On the phone or online")
        if self.entry.closed_place:
            if not location.area:
                return _("The place is not published. They tell you how to come.")
            return _("In %(area)s; the place is not published. They tell you how to come.") % {
                "area": location.area
            }
        return self.address or location.name

    @cached_property
    def address(self) -> str:
        """The address of a public place in one line."""
        for row in self.entry.addresses:
            parts = (row.address_1, row.address_2, row.city, row.state_province, row.postal_code)
            return ", ".join(part.strip() for part in parts if part.strip())
        return ""

    @cached_property
    def way(self) -> str:
        """How far away; nothing for a place that is not published."""
        if self.km is None or self.entry.closed_place:
            return ""
        return wording.distance(self.km, self.country)

    @cached_property
    def use(self) -> str:
        """What one does there, where that is not simply to go; a closed place says it itself."""
        link = self.entry.link
        if link is None or link.use == Use.BOTH or self.entry.closed_place:
            return ""
        return str(Use(link.use).label)

    @cached_property
    def closed_for_a_time(self) -> bool:
        """Whether they take nobody at present."""
        return bool(self.entry.service.status == Status.TEMPORARILY_CLOSED)

    @cached_property
    def telephones(self) -> list[Telephone]:
        """The numbers to call or write to."""
        country = next((row.country for row in self.entry.addresses if row.country), self.country)
        found = (telephone(row, country) for row in self.entry.phones)
        return [each for each in found if each]

    @cached_property
    def answers_now(self) -> str:
        """Whether they are open now and when they open; empty where nobody knows."""
        return contact_now.in_words(opening_hours.at(self.entry.schedules, self.now))

    @cached_property
    def hours(self) -> list[str]:
        """Opening times in sentences."""
        return opening_hours.sentences(self.entry.schedules)

    @cached_property
    def spoken(self) -> list[Spoken]:
        """The languages spoken there, each once."""
        found: dict[str, Spoken] = {}
        for row in self.entry.languages:
            name = language_name(row.code) if row.code else row.name
            if name:
                found.setdefault(name, Spoken(name, row.code, row.note))
        return list(found.values())

    @cached_property
    def fees(self) -> str:
        """What it costs, as far as somebody said."""
        if self.entry.answers.get(Criterion.FREE_OF_CHARGE) is Answer.ACCEPTS:
            return _("Free of charge")
        service = self.entry.service
        return service.fees_description or service.fees or self._costs()

    def _costs(self) -> str:
        parts = [
            (row.option, f"{row.amount:g} {row.currency}" if row.amount is not None else "")
            for row in self.entry.costs
        ]
        return wording.listed(" ".join(part for part in each if part) for each in parts)

    @cached_property
    def room(self) -> list[Room]:
        """Whether there is room; never how much. What is too old is unknown."""
        rows = sorted(self.entry.capacities, key=lambda row: row.updated or EARLIEST, reverse=True)
        return [self._room(row) for row in rows]

    def _room(self, row: ServiceCapacity) -> Room:
        expired = row.expires_at is None or row.expires_at <= self.now
        status = CapacityStatus.UNKNOWN if expired else CapacityStatus(row.status)
        said = ""
        if row.updated is not None and status is not CapacityStatus.UNKNOWN:
            said = wording.ago(row.updated, self.now)
        return Room(str(status.label), row.population, said)

    @cached_property
    def yes(self) -> list[str]:
        """What was asked for and they accept."""
        return self._answered(self.wanted, Answer.ACCEPTS)

    @cached_property
    def ask(self) -> list[str]:
        """What was asked for and nobody knows."""
        return self._answered(self.wanted, Answer.UNKNOWN)

    @cached_property
    def takes(self) -> list[str]:
        """Everything they are known to accept."""
        return self._answered([*Criterion, *AgeGroup], Answer.ACCEPTS)

    @cached_property
    def takes_not(self) -> list[str]:
        """Everything they are known to refuse."""
        return self._answered([*Criterion, *AgeGroup], Answer.REFUSES)

    @cached_property
    def unknown(self) -> list[str]:
        """Every criterion of which nothing is known."""
        return self._answered(Criterion, Answer.UNKNOWN)

    def _answered(self, asked: Iterable[Criterion | AgeGroup], answer: Answer) -> list[str]:
        known = self.entry.answers
        return [
            wording.criterion(each) for each in asked if known.get(each, Answer.UNKNOWN) is answer
        ]

    @cached_property
    def ages(self) -> str:
        """The ages that it is for."""
        return wording.ages(self.entry.service.minimum_age, self.entry.service.maximum_age)

    @cached_property
    def newest(self) -> dict[Aspect, Verification]:
        """The newest verification of each aspect, whether it still holds or not."""
        rows = sorted(self.entry.verifications, key=lambda row: row.verified_at)
        return {Aspect(row.aspect): row for row in rows}

    @cached_property
    def checked(self) -> list[str]:
        """What somebody made sure of, how and when, as far as it still holds."""
        together: dict[tuple[str, str], list[str]] = {}
        for aspect in Aspect:
            row = self.newest.get(aspect)
            if row and row.expires_at > self.now:
                when = wording.day(row.verified_at), str(Means(row.means).label)
                together.setdefault(when, []).append(str(aspect.label))
        return [
            _("Checked %(day)s (%(how)s): %(what)s.")
            % {"day": day, "how": how, "what": wording.listed(what)}
            for (day, how), what in together.items()
        ]

    @cached_property
    def unchecked(self) -> str:
        """What nobody made sure of lately, and what that does to its place in the list."""
        if self.newest and any(row.expires_at > self.now for row in self.newest.values()):
            return self._unchecked_number()
        if self.newest:
            last = max(row.verified_at for row in self.newest.values())
            said = _("Nobody has checked this since %(day)s.") % {"day": wording.day(last)}
        else:
            said = _("Nobody has checked this yet.")
        lower = _("That is why it stands further down.") if self.by_rank else ""
        return f"{said} {lower}".strip()

    def _unchecked_number(self) -> str:
        row = self.newest.get(Aspect.PHONE)
        if not self.telephones or (row and row.expires_at > self.now):
            return ""
        return _("Nobody has checked the telephone number lately. It may be wrong.")
