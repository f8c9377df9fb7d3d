"""What hangs on a service: whom it takes, hours, languages, fees, terms. One person changes it."""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from waymark.accounts.models import Worker
from waymark.contacts.refusals import CannotNow
from waymark.directory.actions.services import begin, finish
from waymark.directory.actions.texts import refuse_places
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.models import (
    Aspect,
    Attribute,
    CostOption,
    Eligibility,
    Language,
    Schedule,
    Service,
    TaxonomyTerm,
)
from waymark.web.models import validate_time_zone

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Opening:
    """Open on these weekdays (RFC 5545's two letters) from one time to another."""

    days: tuple[str, ...]
    opens_at: time
    closes_at: time


@dataclass(frozen=True)
class Fee:
    """What something costs; `currency` as ISO 4217 has it, amount in that currency."""

    option: str
    amount: float | None = None
    currency: str = ""


@transaction.atomic
def set_eligibility(
    service: Service,
    answers: Mapping[Criterion, tuple[Answer, str]],
    *,
    seen: str | None,
    by: Worker,
    means: str = "",
) -> Service:
    """Answer criteria: (answer, what it depends on). Those left out stay as they are.

    Raises NotAllowed, ChangedMeanwhile, ValidationError for a note that tells a closed place.
    """
    locked = begin(service, by, seen)
    known = {row.criterion: (row.answer, row.note) for row in locked.eligibility.all()}
    unsaid = (Answer.UNKNOWN.value, "")
    changes: dict[str, tuple[object, object]] = {}
    for criterion, (answer, note) in answers.items():
        before = known.get(criterion, unsaid)
        if before != (answer.value, note):
            changes[f"eligibility.{criterion}"] = (_said(*before), _said(answer.value, note))
            _answer(locked, criterion, answer, note)
    refuse_places({f"note_{name}": note for name, (_answer_, note) in answers.items()}, locked)
    if changes:
        finish(locked, changes, by=by, aspects={Aspect.ELIGIBILITY}, means=means)
    return locked


def _answer(service: Service, criterion: Criterion, answer: Answer, note: str) -> None:
    if answer is Answer.UNKNOWN and not note:
        Eligibility.objects.filter(service=service, criterion=criterion).delete()
        return
    Eligibility.objects.update_or_create(
        service=service, criterion=criterion, defaults={"answer": answer, "note": note}
    )


def _said(answer: str, note: str) -> str:
    return f"{answer}: {note}" if note else answer


@transaction.atomic
def set_openings(
    service: Service,
    openings: Sequence[Opening],
    zone: str,
    *,
    seen: str | None,
    by: Worker,
    means: str = "",
) -> Service:
    """Put a week in place of the weekly hours of a service; hours of other kinds stay.

    `zone` is a name of the tz database. Raises NotAllowed, ChangedMeanwhile, ValidationError.
    """
    locked = begin(service, by, seen)
    validate_time_zone(zone)
    for opening in openings:
        if not opening.days or opening.opens_at == opening.closes_at:
            raise ValidationError(_("Each line needs a day, and two different times."))
    rows = list(weekly(locked))
    before = "; ".join(sorted(_hours(row.byday, row.opens_at, row.closes_at) for row in rows))
    now = "; ".join(
        sorted(_hours(",".join(each.days), each.opens_at, each.closes_at) for each in openings)
    )
    if before == now and all(row.zone == zone for row in rows):
        return locked
    Schedule.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Schedule.objects.bulk_create(_schedule(locked, each, zone) for each in openings)
    changes = {"schedules": (before, f"{now} ({zone})")}
    finish(locked, changes, by=by, aspects={Aspect.HOURS}, means=means)
    return locked


def weekly(service: Service) -> Iterable[Schedule]:
    """The schedules of a service that say nothing but days and times of every week."""
    rows = Schedule.objects.filter(
        service=service, freq="WEEKLY", valid_from=None, valid_to=None, until=None, count=None
    )
    plain = rows.filter(bymonthday="", byyearday="", byweekno="", opens_at__isnull=False)
    kept = plain.filter(closes_at__isnull=False).order_by("opens_at", "id")
    return [row for row in kept if _is_plain(row)]


def _is_plain(row: Schedule) -> bool:
    days = row.byday.split(",")
    return bool(row.byday) and set(days) <= set(WEEKDAYS) and row.interval in {None, 1}


def _schedule(service: Service, opening: Opening, zone: str) -> Schedule:
    return Schedule(
        service=service,
        freq="WEEKLY",
        interval=1,
        wkst="MO",
        byday=",".join(opening.days),
        opens_at=opening.opens_at,
        closes_at=opening.closes_at,
        zone=zone,
    )


def _hours(days: str, opens: time | None, closes: time | None) -> str:
    return f"{days} {opens:%H:%M}-{closes:%H:%M}"


@transaction.atomic
def set_languages(
    service: Service,
    languages: Sequence[tuple[str, str]],
    *,
    seen: str | None,
    by: Worker,
    means: str = "",
) -> Service:
    """Say which languages are spoken: (code, note), in place of what was there."""
    locked = begin(service, by, seen)
    rows = list(locked.languages.order_by("code", "id"))
    wanted = dict(languages)
    before = {row.code: row.note for row in rows if row.code}
    if wanted == before and len(before) == len(rows):
        return locked
    refuse_places({f"language_{code}": note for code, note in languages}, locked)
    locked.languages.all().delete()
    Language.objects.bulk_create(
        Language(service=locked, code=code, note=note) for code, note in wanted.items()
    )
    changes = {"languages": (_listed(row.code or row.name for row in rows), _listed(wanted))}
    finish(locked, changes, by=by, aspects={Aspect.LANGUAGES}, means=means)
    return locked


@transaction.atomic
def set_fees(
    service: Service,
    description: str,
    fees: Sequence[Fee],
    *,
    seen: str | None,
    by: Worker,
    means: str = "",
) -> Service:
    """Say what a service costs, in words and as single amounts, in place of what was there."""
    locked = begin(service, by, seen)
    texts = {"fees_description": description}
    texts |= {f"option_{number}": fee.option for number, fee in enumerate(fees)}
    rows = [Fee(row.option, row.amount, row.currency) for row in _costs(locked)]
    changes: dict[str, tuple[Any, Any]] = {}
    if description != locked.fees_description:
        changes["fees_description"] = (locked.fees_description, description)
    if list(fees) != rows:
        changes["cost_options"] = (_listed(map(_price, rows)), _listed(map(_price, fees)))
    if not changes:
        return locked
    refuse_places(texts, locked)
    locked.fees_description = description
    locked.cost_options.all().delete()
    for fee in fees:
        CostOption.objects.create(
            service=locked, option=fee.option, amount=fee.amount, currency=fee.currency
        )
    finish(locked, changes, by=by, aspects={Aspect.FEES}, means=means)
    return locked


def _costs(service: Service) -> Iterable[CostOption]:
    return service.cost_options.order_by("option", "amount", "id")


def _price(fee: Fee) -> str:
    amount = "" if fee.amount is None else f"{fee.amount:g}"
    return " ".join(part for part in (fee.option, amount, fee.currency) if part)


@transaction.atomic
def set_terms(
    service: Service, terms: Collection[uuid.UUID], *, seen: str | None, by: Worker
) -> Service:
    """Say by which terms of the taxonomies a service is found, in place of those before."""
    locked = begin(service, by, seen)
    found = {term.pk: term for term in TaxonomyTerm.objects.filter(pk__in=terms)}
    if len(found) != len(set(terms)):
        raise CannotNow(_("One of these terms is gone. Load the page again."))
    links = Attribute.objects.filter(link_id=locked.pk, link_entity="service")
    rows = links.exclude(taxonomy_term=None).select_related("taxonomy_term")
    before = {row.taxonomy_term_id: row.taxonomy_term for row in rows}
    if set(before) == set(found):
        return locked
    rows.exclude(taxonomy_term__in=found).delete()
    for term in found.keys() - before.keys():
        Attribute.objects.create(link_id=locked.pk, link_entity="service", taxonomy_term_id=term)
    names = (
        _listed(term.name for term in before.values() if term),
        _listed(term.name for term in found.values()),
    )
    finish(locked, {"attributes": names}, by=by)
    return locked


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
