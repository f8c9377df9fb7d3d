"""Services for what was ticked: the directory's own search and its own reasons, a few a need."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from waymark.directory import search
from waymark.directory.criteria import AgeGroup, Criterion, bits
from waymark.directory.finding import rows
from waymark.directory.finding.form import ANYWHERE, FindForm
from waymark.directory.finding.looking import query_of
from waymark.directory.finding.results import Result
from waymark.directory.finding.where import Where
from waymark.directory.search import Found
from waymark.screening.navigator.answers import Answers
from waymark.screening.navigator.reading import NEEDS, Navigator

# How many are shown at all, and how many of them for one need.
MOST = 6
A_NEED = 2
Lists = dict[str, list[Found]]
ADULTS: list[Criterion | AgeGroup] = [AgeGroup.FROM_18_TO_24, AgeGroup.FROM_25]


@dataclass(frozen=True)
class Group:
    """Results that answer the same of the needs that were ticked."""

    needs: tuple[str, ...]
    results: list[Result]


@dataclass(frozen=True)
class Services:
    """What was found. `other_languages`: for some need only places not known to speak it."""

    groups: list[Group]
    other_languages: bool = False


def find_form(navigator: Navigator, answers: Answers) -> FindForm:
    """The same wishes as the search of services takes them, to go on there."""
    keys = [key for need in answers.values(NEEDS) for key in navigator.looks_for.get(need, ())]
    wishes = (wish for wish, when in navigator.wishes if answers.matching(when))
    return FindForm(
        chosen=tuple(dict.fromkeys(keys)),
        where=answers.one("town"),
        pick=answers.pick,
        picked_for=answers.picked_for,
        language=answers.one("language"),
        age="teen" if answers.has("age", "under-18") else "",
        wishes=frozenset(wishes),
    )


def services(navigator: Navigator, answers: Answers, where: Where) -> Services:
    """The best for each need that was ticked; each service once, with every need it answers."""
    form = find_form(navigator, answers)
    wanted = form.wanted() + (ADULTS if answers.has("age", "adult") else [])
    lists: Lists = {}
    relaxed = False
    for need in answers.values(NEEDS):
        asked = replace(form, chosen=navigator.looks_for.get(need, ()))
        lists[need], other = _best(asked, where, bits(wanted)) if asked.chosen else ([], False)
        relaxed = relaxed or other
    return Services(_grouped(lists, wanted, where), relaxed)


def _grouped(lists: Lists, wanted: list[Criterion | AgeGroup], where: Where) -> list[Group]:
    shown = {each.service_at_location_id: each for each in _in_turn(lists)}
    groups: dict[tuple[str, ...], list[Result]] = {}
    for key, entry in rows.entries(list(shown)).items():
        result = Result(
            entry,
            wanted=wanted,
            km=shown[key].distance_km,
            country=where.country,
            by_rank=shown[key].distance_km is None,
            asks=shown[key].asks,
        )
        answered = tuple(need for need, found in lists.items() if key in _keys(found))
        groups.setdefault(answered, []).append(result)
    return [Group(needs, results) for needs, results in groups.items()]


def _best(form: FindForm, where: Where, accepts: int) -> tuple[list[Found], bool]:
    """The first few; where there is none, in any language, then at any distance."""
    for asked in _ever_wider(form, where):
        page = search.search(query_of(asked, where, accepts, A_NEED))
        if page.results:
            return list(page.results), asked.language != form.language
    return [], False


def _ever_wider(form: FindForm, where: Where) -> Iterator[FindForm]:
    yield form
    if form.language:
        yield replace(form, language="")
    if where.point:
        yield replace(form, language="", far=ANYWHERE)


def _keys(found: list[Found]) -> set[UUID]:
    return {each.service_at_location_id for each in found}


def _in_turn(lists: Lists) -> list[Found]:
    """The first of each need, then the second of each; none twice, and not too many."""
    chosen: dict[UUID, Found] = {}
    for place in range(A_NEED):
        for found in lists.values():
            for each in found[place : place + 1]:
                chosen.setdefault(each.service_at_location_id, each)
    return list(chosen.values())[:MOST]
