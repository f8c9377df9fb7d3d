"""Cases of the demonstration: every state is there, and each worker sees what is theirs."""

from collections import Counter

import pytest
from django.utils import timezone

from tests.demo.stage import Stage
from waymark.cases.answers import Silence, answers_from_json
from waymark.cases.htcds.standard import languages
from waymark.cases.models import (
    Case,
    CaseFile,
    CaseState,
    Determination,
    LegalHold,
    MatchDecision,
    Milestone,
    Participant,
    Person,
    PersonMatch,
    ServiceDelivered,
    Task,
    Wall,
    today,
)
from waymark.cases.queries.visible import cases_visible_to
from waymark.cases.records import read_many
from waymark.demo.cases.script import turns
from waymark.demo.packs import COUNTS
from waymark.demo.script import read_table
from waymark.packs.definitions import packs
from waymark.packs.models import PackRun, PublishedTables, RunState
from waymark.packs.published import editions
from waymark.referrals.models import (
    Disclosure,
    DisclosureState,
    PartnerReferral,
    Referral,
    Release,
    ReleaseState,
    RightKind,
    RightsRequest,
    StatusReason,
    TakenOver,
    TaskState,
)
from waymark.referrals.partners.keys import key_presented
from waymark.referrals.referring.actions.person_code import read_code

pytestmark = pytest.mark.django_db


def states_of(model: type[Case | Release | Referral | Disclosure]) -> set[str]:
    return set(model._default_manager.values_list("state", flat=True))


def test_every_state_is_there(stage: Stage) -> None:
    assert states_of(Case) == set(CaseState.values)
    assert states_of(Release) == set(ReleaseState.values)
    assert states_of(Referral) == set(TaskState.values)
    assert {StatusReason.NO_CAPACITY, StatusReason.WAITLIST} <= set(
        Referral.objects.values_list("status_reason", flat=True)
    )
    # What is produced leaves in a worker's hand: nobody does it for them.
    assert states_of(Disclosure) == set(DisclosureState.values) - {DisclosureState.PRODUCED}
    kinds = set(RightsRequest.objects.values_list("kind", flat=True))
    assert kinds == set(RightKind.values)


def test_everybody_of_the_file_is_there_and_planted_doubles_are_decided(stage: Stage) -> None:
    rows = read_table("cases_people")["person"]
    decided = Counter(PersonMatch.objects.values_list("decision", flat=True))

    taken_over = TakenOver.objects.count()
    assert len(rows) == 40
    assert Person.objects.count() >= len(rows) - 1 + taken_over
    assert decided == {MatchDecision.MERGED: 1, MatchDecision.KEPT_APART: 1}


def test_each_organisation_sees_its_own_cases_and_the_wall_holds(stage: Stage) -> None:
    workers = {login: stage.enter(login)[0] for login in ("carl_cases", "sara_supervisor")}
    walled = Wall.objects.get().case

    assert not cases_visible_to(workers["carl_cases"]).filter(pk=walled.pk).exists()
    assert cases_visible_to(workers["sara_supervisor"]).filter(pk=walled.pk).exists()
    for login in ("mina_lakeside", "carl_cases"):
        worker, _ = stage.enter(login)
        houses = {case.organisation_id for case in cases_visible_to(worker)}
        assert houses == {worker.organisation_id}


def test_answers_that_were_given_not_known_and_declined(stage: Stage) -> None:
    opened = read_many(Participant.objects.all(), stage.keyrings["carl_cases"])
    answers = [each for row in opened.values() for each in answers_from_json(row).values()]

    assert {each.silence for each in answers} == {None, *Silence}
    asked = [set(answers_from_json(row)) for row in opened.values()]
    assert any("dependants" not in names for names in asked)


def test_services_of_many_kinds_and_milestones_in_each_way(stage: Stage) -> None:
    rows = read_many(ServiceDelivered.objects.all(), stage.keyrings["carl_cases"])
    kinds = {answers_from_json(row)["category"].value for row in rows.values()}
    open_ones = Milestone.objects.filter(reached_on=None)

    assert len(kinds) >= 8
    assert Milestone.objects.exclude(reached_on=None).exists()
    assert open_ones.filter(due_on__lt=today()).exists()
    assert open_ones.filter(due_on__gte=today()).exists()


def test_later_determinations_stand_beside_the_first(stage: Stage) -> None:
    several = Counter(Determination.objects.values_list("participant_id", flat=True))
    assert max(several.values()) >= 2


def test_a_hold_a_file_and_a_late_referral_that_told_both_sides(stage: Stage) -> None:
    assert LegalHold.objects.filter(lifted_at=None).exists()
    assert CaseFile.objects.exists()
    waits = Referral.objects.filter(state=TaskState.REQUESTED, escalated_at__isnull=False)
    late = waits.get(to_organisation__isnull=False)
    assert Task.objects.filter(case=late.case, author=None).exists()


def test_the_printed_code_finds_its_referral(stage: Stage) -> None:
    code = stage.facts.cases.person_code
    assert Referral.objects.get(lookup=read_code(code)).state == TaskState.ACCEPTED


def test_a_partner_has_sent_a_referral_with_the_printed_key(stage: Stage) -> None:
    partner, _pair = key_presented(stage.facts.cases.partner_key)
    assert partner is not None
    assert PartnerReferral.objects.get(partner=partner).state == TaskState.REQUESTED


def test_rows_bear_the_time_at_which_they_were_invented(stage: Stage) -> None:
    now = timezone.now()
    begun = turns(now)[0].at
    written = list(
        Determination.objects.order_by("written_at").values_list("written_at", flat=True)
    )

    assert (now - written[0]).days > 90
    assert min(written) > begun
    assert max(written) <= timezone.now()


def test_each_pack_is_counted_and_keeps_small_numbers_back(stage: Stage) -> None:
    runs = {run.pack: run for run in PackRun.objects.all()}
    assert set(runs) == set(packs())
    assert {run.state for run in runs.values()} == {RunState.READY}
    for name in ("otip", "coalition"):
        row = PublishedTables.objects.get(run=runs[name])
        tables = editions([row], stage.keyrings[COUNTS])[0].shown
        numbers = [number for cells in tables.values() for number in cells.values()]
        assert any(numbers), name
        assert None in numbers, name


def test_languages_are_among_those_that_a_form_offers() -> None:
    """What a form does not offer would be lost when somebody saves it."""
    rows = [row.get("who", {}) for row in read_table("cases_people")["person"]]
    asked = ("prs_PrimaryLanguage", "prs_SecondaryLanguage")
    spoken = {row[name] for row in rows for name in asked if name in row} - {"?", "!"}
    assert spoken <= {code.name for code in languages()}
