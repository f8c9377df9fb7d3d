"""Draws whom a service takes, in three answers: many of them are unknown, as in life."""

from collections.abc import Mapping

from waymark.demo.directory.sheet import Sheet
from waymark.demo.directory.tables import Kind, Offer, Pencil
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.models import Eligibility, Service

OF_AGE = 18
# What a service may turn away for; never asked of a service whose kind says that it accepts it.
REFUSABLE = frozenset(
    {
        Criterion.UNACCOMPANIED_MINORS,
        Criterion.CHILDREN_ALONG,
        Criterion.SUBSTANCE_USE,
        Criterion.NO_IDENTITY_PAPERS,
    }
)
FREE = {"free": Answer.ACCEPTS, "fee": Answer.REFUSES, "sliding": Answer.UNKNOWN}
NOTED = 55  # of a hundred answers that say yes or no, so many say what it depends on


def draw(sheet: Sheet, service: Service, offer: Offer) -> None:
    """The answers of one service; a criterion that is left out is unknown."""
    said = _sure(offer) if offer.sure else _drawn(service, offer.kind)
    said |= _given(service, offer)
    pencil = Pencil("notes", service.pk)
    for criterion in Criterion:
        if criterion in said:
            note = _note(sheet.tables.county["notes"], pencil, criterion, said[criterion])
            sheet.add(
                Eligibility(service=service, criterion=criterion, answer=said[criterion], note=note)
            )


def _sure(offer: Offer) -> dict[Criterion, Answer]:
    sure = offer.sure
    return _listed(sure.accepts, sure.refuses, sure.asks) if sure else {}


def _drawn(service: Service, kind: Kind) -> dict[Criterion, Answer]:
    pencil = Pencil("answers", service.pk)
    drawn = {criterion: _answer(pencil, criterion) for criterion in Criterion}
    found = {criterion: answer for criterion, answer in drawn.items() if answer is not None}
    return found | _listed(kind.accepts, kind.refuses, kind.asks)


def _answer(pencil: Pencil, criterion: Criterion) -> Answer | None:
    """Of a hundred: 28 yes, 12 said to depend, 8 no where that is usual; nobody knows the rest."""
    drawn = pencil.number(1, 100)
    if drawn <= 28:
        return Answer.ACCEPTS
    if drawn <= 40:
        return Answer.UNKNOWN
    return Answer.REFUSES if drawn <= 48 and criterion in REFUSABLE else None


def _given(service: Service, offer: Offer) -> dict[Criterion, Answer]:
    """What follows from fees, interpreters and ages."""
    found: dict[Criterion, Answer] = {}
    if offer.kind.cost in FREE:
        found[Criterion.FREE_OF_CHARGE] = FREE[offer.kind.cost]
    if service.interpretation_services:
        found[Criterion.INTERPRETERS] = Answer.ACCEPTS
    if (service.minimum_age or 0) >= OF_AGE:
        found[Criterion.UNACCOMPANIED_MINORS] = Answer.REFUSES
    return found


def _listed(
    accepts: tuple[str, ...], refuses: tuple[str, ...], asks: tuple[str, ...]
) -> dict[Criterion, Answer]:
    found = dict.fromkeys(map(Criterion, asks), Answer.UNKNOWN)
    found |= dict.fromkeys(map(Criterion, accepts), Answer.ACCEPTS)
    return found | dict.fromkeys(map(Criterion, refuses), Answer.REFUSES)


def _note(
    notes: Mapping[str, Mapping[str, list[str]]],
    pencil: Pencil,
    criterion: Criterion,
    answer: Answer,
) -> str:
    """In the service's words; what is unknown always says why it is so, where there are words."""
    words = notes[answer.value].get(criterion.value, [])
    wanted = answer is Answer.UNKNOWN or pencil.percent(NOTED)
    return pencil.one(words) if words and wanted else ""
