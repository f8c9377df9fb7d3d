"""Whoever is where, and whichever walls stand: nobody is found by whom they are hidden from."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.making import make_case
from tests.cases.making_walls import build_wall
from tests.cases.people.making import add, add_known, hotline_case, said
from tests.cast import Cast
from waymark.accounts.models import Worker
from waymark.cases.models import Case, Participant, Person
from waymark.cases.names import case_name, person_name
from waymark.cases.people import indexing
from waymark.cases.people.actions.merging import merge
from waymark.cases.people.queries.duplicates import decisions, look
from waymark.cases.people.queries.finding import (
    Found,
    by_short_name,
    candidates_for,
    find,
    found_candidates,
    identity_of,
)

PEOPLE = 4
# Where somebody's case is: Carl's circle, the hotline's, next door.
WHERE = st.sampled_from(("carls", "carls", "hotline", "next door"))
SPELT = ("Rosa", "Roza", "rosa")


class Undo(Exception):
    """Takes an example's writes back."""


@st.composite
def offices(draw: st.DrawFn) -> dict[str, Any]:
    """Where four people of one name are, behind which walls, and who was merged with whom."""
    return {
        "where": [draw(WHERE) for _ in range(PEOPLE)],
        "second": draw(st.lists(st.integers(0, PEOPLE - 1), max_size=2, unique=True)),
        "walls": draw(st.sets(st.integers(0, PEOPLE + 1), max_size=3)),
        "merged": draw(st.booleans()),
    }


class Office:
    """Four cases with somebody in each, all of whom sound alike."""

    def __init__(self, cast: Cast, plan: dict[str, Any]) -> None:
        self.cast, self.plan = cast, plan
        self.cases: list[Case] = []
        self.rows: list[Participant] = []
        for number, where in enumerate(plan["where"]):
            self._put(number, where)
        for number in plan["second"]:
            self._know_again(number)
        if plan["merged"]:
            self._merge()
        walled = [case for at, case in enumerate(self.cases) if at in plan["walls"]]
        self.walled = [case for case in walled if case.organisation_id == cast.riverside.pk]
        for case in self.walled:
            build_wall(case, cast.carl_cases)

    def _put(self, number: int, where: str) -> None:
        by = self.cast.lena_lakeside if where == "next door" else self.cast.sara_supervisor
        case = hotline_case(self.cast) if where == "hotline" else make_case(self.cast, by)
        values = {"prs_FirstName": SPELT[number % len(SPELT)], "prs_SecondName": "Quintero"}
        self.cases.append(case)
        self.rows.append(add(self.cast, case, by=by, **values, prs_Birthdate="1998-03-09"))

    def _know_again(self, number: int) -> None:
        """They are in a second case of Riverside's too."""
        if self.plan["where"][number] != "next door":
            case = make_case(self.cast)
            add_known(self.cast, case, self.rows[number].person)
            self.cases.append(case)

    def _merge(self) -> None:
        """Sara finds that the first two of her house are one."""
        ours = [row for row in self.rows if row.case.organisation_id == self.cast.riverside.pk]
        if len(ours) > 1:
            sara = self.cast.sara_supervisor
            one, other = (Person.objects.get(pk=row.person_id) for row in ours[:2])
            merge(one, other, by=sara, keyring=self.cast.keyring(sara))

    def hidden_from_carl(self) -> set[UUID]:
        """Everybody whom Carl may not find, in all their rows; worked out row by row."""
        circle = make_case(self.cast).compartment_id
        families: dict[UUID, set[UUID]] = {}
        for person in Person.objects.all():
            families.setdefault(person.merged_into_id or person.pk, set()).add(person.pk)
        hidden: set[UUID] = set()
        for stands, family in families.items():
            rows = Participant.objects.filter(person__in=family).select_related("case")
            walled = any(row.case in self.walled for row in rows)
            opens = any(row.case.compartment_id == circle for row in rows)
            if walled or not opens:
                hidden |= family | {stands}
        return hidden


def everything_found(cast: Cast, office: Office, by: Worker) -> Iterable[Found]:
    """All that searches, short names and looks for doubles bring."""
    keyring = cast.keyring(by)
    indexing.index_some(by, keyring)
    for first in (*SPELT, "Quintero Rosa", "Rosa Quintero"):
        yield from find(by, keyring, identity_of(said(prs_FirstName=first), by))
    full = identity_of(said(prs_FirstName="Rosa", prs_SecondName="Quintero"), by)
    yield from found_candidates(by, keyring, candidates_for(by, keyring, full))
    for row in office.rows:
        yield from by_short_name(by, keyring, person_name(row.person)) or ()
    for case in office.cases:
        yield from by_short_name(by, keyring, case_name(case)) or ()
    for pair in look(by, keyring, 0).pairs:
        yield from (pair.one, pair.other)


@settings(max_examples=14, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=offices())
def test_nobody_is_found_across_a_circle_a_wall_or_a_house(
    cast: Cast, plan: dict[str, Any]
) -> None:
    carl = cast.carl_cases
    try:
        with transaction.atomic():
            office = Office(cast, plan)
            hidden = office.hidden_from_carl()
            walled = {case.pk for case in office.walled}
            found = list(everything_found(cast, office, carl))
            assert not {each.person.pk for each in found} & hidden
            assert not {case.pk for each in found for case in each.cases} & walled
            open_to_him = {row.person_id for row in office.rows} - hidden
            assert {each.person.standing.pk for each in found} >= {
                Person.objects.get(pk=pk).standing.pk for pk in open_to_him
            }, "whoever is open to him is found"
            named = {line.match.one_id for line in decisions(carl)}
            assert not named & hidden
            raise Undo
    except Undo:
        pass
