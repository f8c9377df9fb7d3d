"""Whatever happens: once a search has nothing left to index, it finds everybody it may."""

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.making import make_case
from tests.cases.making_walls import build_wall
from tests.cases.people.making import add, add_known, held, hotline_case, said
from tests.cast import CASE_MANAGEMENT, HOTLINE, Cast
from waymark.accounts.models import Worker
from waymark.cases.models import IndexedCircle, Person
from waymark.cases.people.actions.changing import change_identity
from waymark.cases.people.indexing import index_some
from waymark.cases.queries.visible import people_visible_to
from waymark.vault import actions
from waymark.vault.models import IndexedRecord, WrappedDataKey

STEPS = ("new", "known", "change", "rotate", "rotate hotline", "wall", "Carl", "Sara")


def missing(cast: Cast, worker: Worker) -> set[str]:
    """Who could be found by this worker and is not, as person and circle."""
    keys = [key.pk for key in cast.keyring(worker).compartment_keys]
    people = dict(people_visible_to(worker).values_list("envelope_id", "pk"))
    opens = WrappedDataKey.objects.filter(envelope__in=people, compartment_key__in=keys)
    there = IndexedRecord.objects.filter(compartment_key__in=keys)
    pairs = set(opens.values_list("envelope_id", "compartment_key_id"))
    pairs -= set(there.values_list("envelope_id", "compartment_key_id"))
    return {str(pair) for pair in pairs}


def search(cast: Cast, worker: Worker) -> None:
    while index_some(worker, cast.keyring(worker), most=2):
        pass
    assert missing(cast, worker) == set()


def step(cast: Cast, name: str) -> None:
    carl, sara = cast.carl_cases, cast.sara_supervisor
    match name:
        case "new":
            add(cast, make_case(cast))
        case "known":
            if (person := people_visible_to(sara).order_by("created_at", "pk").first()) is not None:
                add_known(cast, hotline_case(cast), person)
        case "change":
            if (person := people_visible_to(carl).order_by("created_at", "pk").first()) is not None:
                changed = said(**{**held(cast, person), "aliases": ["Chayo"]})
                change_identity(
                    person, changed, seen=person.version, by=carl, keyring=cast.keyring(carl)
                )
        case "rotate":
            actions.rotate(cast.compartment(cast.riverside, CASE_MANAGEMENT), by=cast.keyring(carl))
        case "rotate hotline":
            actions.rotate(cast.compartment(cast.riverside, HOTLINE), by=cast.keyring(sara))
        case "wall":
            case = make_case(cast)
            add(cast, case)
            build_wall(case, carl)
        case _:
            search(cast, carl if name == "Carl" else sara)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.sampled_from(STEPS), max_size=8))
def test_a_search_that_left_nobody_finds_everybody(cast: Cast, names: list[str]) -> None:
    with transaction.atomic():
        for name in names:
            step(cast, name)
        search(cast, cast.carl_cases)
        search(cast, cast.sara_supervisor)
        assert missing(cast, cast.carl_cases) == set()
        assert not Person.objects.filter(indexed=False).exists()
        transaction.set_rollback(True)


def test_who_is_new_waits_for_no_search(cast: Cast) -> None:
    assert Person.objects.get(pk=add(cast, make_case(cast)).person_id).indexed


def test_another_circle_is_indexed_before_its_next_search(cast: Cast) -> None:
    person = add(cast, make_case(cast)).person
    add_known(cast, hotline_case(cast), person)
    assert not Person.objects.get(pk=person.pk).indexed
    search(cast, cast.sara_supervisor)
    assert Person.objects.get(pk=person.pk).indexed


def test_whom_a_wall_keeps_away_waits_for_a_colleague(cast: Cast) -> None:
    """After a rotation Carl may not note that all is there: somebody behind his wall is not."""
    case = make_case(cast)
    person = add(cast, case).person
    wall = build_wall(case, cast.carl_cases)
    circle = cast.compartment(cast.riverside, CASE_MANAGEMENT)
    search(cast, cast.sara_supervisor)
    actions.rotate(circle, by=cast.keyring(cast.sara_supervisor))
    search(cast, cast.carl_cases)
    noted = IndexedCircle.objects.get(compartment_key=circle.key)
    assert noted.generation < cast.compartment(cast.riverside, CASE_MANAGEMENT).key.generation
    wall.delete()
    search(cast, cast.carl_cases)
    assert IndexedRecord.objects.filter(envelope=person.envelope_id).exists()
