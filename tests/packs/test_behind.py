"""Who is behind a number is answered only inside the vault, to whoever could open them anyway."""

import json
from datetime import date

import pytest
from django.utils import timezone

from tests.cases.making import make_case, make_participant
from tests.cases.making_walls import build_wall
from tests.cast import HOTLINE, Cast
from tests.packs.making import Q1, YEAR, made, make_client, make_clients
from tests.packs.test_hotline import arrive
from tests.reports.staff.conftest import make_team
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.forgetting.actions.erasing import erase_case
from waymark.cases.models import Case, Person
from waymark.cases.names import case_name, person_name
from waymark.packs.behind import Behind, look_behind
from waymark.packs.models import PackRun, PublishedTables
from waymark.packs.tally import MOST_MEMBERS
from waymark.referrals.rights.actions import lift_restriction
from waymark.reports.models import Report, State
from waymark.reports.names import report_name
from waymark.vault.models import Membership, WrappedDataKey

JANUARY = date(YEAR, 1, 10)


def behind(cast: Cast, run: PackRun, table: str = "all", labels: str = "") -> Behind:
    """What Sara is told."""
    sara = cast.sara_supervisor
    return look_behind(run, table, labels, by=sara, keyring=cast.keyring(sara))


def names(found: Behind) -> set[str]:
    """Their pseudonyms."""
    return {each.name for each in found.people}


def test_each_cell_names_those_who_are_counted_in_it(cast: Cast) -> None:
    women = make_clients(cast, 3, JANUARY)
    man = make_client(cast, JANUARY, sex="male")
    run = made(cast, cast.sara_supervisor, Q1)
    assert names(behind(cast, run)) == {person_name(each.person) for each in (*women, man)}
    assert names(behind(cast, run, "sex", "male")) == {person_name(man.person)}
    assert names(behind(cast, run, "age+sex", "25_34|male")) == {person_name(man.person)}
    assert names(behind(cast, run, "sex", "other")) == set()
    assert names(behind(cast, run, "no such table", "male")) == set()


def test_a_name_leads_to_the_cases_that_may_be_opened(cast: Cast) -> None:
    one = make_client(cast, JANUARY)
    other = make_case(cast)
    make_participant(other, one.person)
    run = made(cast, cast.sara_supervisor, Q1)
    build_wall(other, cast.carl_cases)
    [somebody] = behind(cast, run).people
    assert {link[2] for link in somebody.links} == {case_name(one.case), case_name(other)}


def test_what_came_after_the_count_is_kept_from_whoever_looks_now(cast: Cast) -> None:
    """Walls and restrictions hold for old runs, too; who is erased takes all names along."""
    walled, restricted, erased, stays = (make_client(cast, JANUARY) for _ in range(4))
    run = made(cast, cast.sara_supervisor, Q1)
    assert len(names(behind(cast, run))) == 4
    build_wall(walled.case, cast.sara_supervisor)
    Person.objects.filter(pk=restricted.person_id).update(restricted_at=timezone.now())
    assert names(behind(cast, run)) == {person_name(each.person) for each in (erased, stays)}
    lift_restriction(restricted, by=cast.sara_supervisor)
    assert person_name(restricted.person) in names(behind(cast, run))
    erase_case(erased.case, by=cast.sara_supervisor)
    run.refresh_from_db()
    assert behind(cast, run).forgotten
    assert names(behind(cast, run)) == set()


def test_who_left_the_circle_is_told_of_nobody(cast: Cast) -> None:
    make_clients(cast, 3, JANUARY)
    run = made(cast, cast.sara_supervisor, Q1)
    Membership.objects.filter(holder=cast.sara_supervisor.holder).delete()
    with pytest.raises(NotAllowed):
        behind(cast, run)


@pytest.mark.parametrize(
    "name", ["ivan_analyst", "carl_cases", "lena_lakeside", "ana_hotline", "adam_admin"]
)
def test_nobody_else_is_told(cast: Cast, name: str) -> None:
    make_clients(cast, 3, JANUARY)
    run = made(cast, cast.sara_supervisor, Q1)
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        look_behind(run, "all", "", by=cast[name], keyring=cast.keyring(cast[name]))
    assert Entry.objects.count() == before


def test_an_analyst_is_not_told_of_their_own_run(cast: Cast) -> None:
    ivan = cast.ivan_analyst
    run = made(cast, ivan, Q1)
    with pytest.raises(NotAllowed):
        look_behind(run, "all", "", by=ivan, keyring=cast.keyring(ivan))


def test_each_look_is_written_down(cast: Cast) -> None:
    run = made(cast, cast.sara_supervisor, Q1)
    for _ in range(2):
        behind(cast, run)
    rows = Entry.objects.filter(event="cell:opened", target_id=str(run.pk))
    assert [row.actor_id for row in rows] == [cast.sara_supervisor.pk] * 2


def test_of_too_many_only_some_are_listed(cast: Cast) -> None:
    case = make_case(cast)
    for _ in range(MOST_MEMBERS + 2):
        make_client(cast, JANUARY, case=case)
    run = made(cast, cast.sara_supervisor, Q1)
    found = behind(cast, run)
    assert (len(found.people), found.more) == (MOST_MEMBERS, True)
    assert behind(cast, run, "sex", "male") == Behind((), more=False, forgotten=False)


def test_who_stands_behind_a_cell_lies_nowhere_but_under_the_workers_own_key(cast: Cast) -> None:
    """The tables that are kept for later ones hold counts and nobody's id."""
    row = make_client(cast, JANUARY)
    run = made(cast, cast.sara_supervisor, Q1)
    keys = WrappedDataKey.objects.filter(envelope=run.envelope_id)
    assert [key.compartment_key_id for key in keys] == [None]
    kept = PublishedTables.objects.get(run=run)
    for stored in (run.content, kept.content):
        assert str(row.person_id).encode() not in bytes(stored)
        assert row.person_id.bytes not in bytes(stored)
    from waymark.packs.published import key_of

    opened = key_of(kept, cast.keyring(cast.sara_supervisor)).open(kept, "content")
    assert str(row.person_id) not in json.dumps(json.loads(opened))


def test_behind_a_number_of_reports_stand_those_that_may_still_be_opened(cast: Cast) -> None:
    circle = cast.compartment(cast.riverside, HOTLINE)
    team = make_team(cast.riverside, "hotline", circle)
    stays, erased = arrive(team, 2, relation="me")
    run = made(cast, cast.sara_supervisor, Q1, "hotline")
    assert len(names(behind(cast, run))) == 2
    Report.objects.filter(pk=erased.pk).update(state=State.ERASED)
    assert report_name(stays) in names(behind(cast, run, "relation", "me"))


def test_a_case_that_was_erased_is_in_no_new_count(cast: Cast) -> None:
    rows = make_clients(cast, 7, JANUARY)
    other = make_client(cast, JANUARY)
    erase_case(other.case, by=cast.sara_supervisor)
    run = made(cast, cast.sara_supervisor, Q1)
    assert names(behind(cast, run)) == {person_name(each.person) for each in rows}
    assert Case.objects.get(pk=other.case_id).state == "erased"
