"""Records of every kind: what is typed is what is kept, shown, changed and brought back."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.caseload.conftest import events
from tests.cases.fields.test_forms import answers_for, as_posted
from tests.cases.support.conftest import DAY, ENOUGH, Support, day, said, typed
from waymark.accounts.models import Organisation
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.cases.answers import DECLINED, UNKNOWN, Answer
from waymark.cases.fields.forms import WHY
from waymark.cases.models import AboutParticipant, SupportPlan, today
from waymark.cases.names import person_name
from waymark.cases.records import read
from waymark.cases.support.actions.records import add_record, bring_back, change_record
from waymark.cases.support.forms.records import PREFIX, record_form
from waymark.cases.support.kinds import KINDS, Kind, kind_of
from waymark.cases.support.versions import earlier_versions
from waymark.reports.states import CannotNow, ChangedMeanwhile

SLUGS = list(KINDS)
CHANGED = [slug for slug in SLUGS if not KINDS[slug].only_grows]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_form_with_what_is_enough_writes_the_record(slug: str, support: Support) -> None:
    support.send(slug)
    record = support.only(slug)
    assert record.participant_id == support.victim.pk
    assert record.author_id == support.cast.carl_cases.pk
    kept = support.answers(record)
    expected = {n: v for n, v in ENOUGH[slug].items() if slug != "milestone" or n != "place"}
    assert {name: kept[name].value for name in expected} == expected
    assert events(Event.RECORD_ADDED, record) == 1
    assert person_name(support.victim.person) in support.page(record, slug)


@pytest.mark.parametrize("slug", SLUGS)
def test_the_empty_form_opens_and_says_what_is_missing(slug: str, support: Support) -> None:
    case_id = support.case_now.pk
    page = support.get("carl_cases", "support_add", case_id, slug)
    assert str(KINDS[slug].new) in page
    if slug != "safety-plan":
        assert 'role="alert"' in support.send(slug, values={}, status=422)
        assert not support.count(slug)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.parametrize("slug", SLUGS)
def test_whatever_is_answered_is_read_back_and_shown_again(
    slug: str, support: Support, data: st.DataObject
) -> None:
    kind, organisation = KINDS[slug], support.cast.riverside
    before = _drawn(kind, data) | said(ENOUGH[slug])
    record = _written(support, kind, before)
    assert support.answers(record) == before
    shown = record_form(kind, organisation, None, before=before)
    again = record_form(kind, organisation, as_posted(shown), before=before)
    assert again.is_valid(), again.errors
    assert again.all_answers() == before


def _drawn(kind: Kind, data: st.DataObject) -> dict[str, Answer]:
    """Answers to what the form asks, silences among them; days are left to other tests."""
    form = record_form(kind, data_organisation(), None, before=said(ENOUGH[kind.slug]))
    specs = [each.spec for each in form.asked if each.spec.type.value != "date"]
    drawn = {spec.name: data.draw(answers_for(spec)) for spec in specs}
    return {name: answer for name, answer in drawn.items() if answer is not None}


def data_organisation() -> Organisation:
    """The organisation of the cast."""
    return Organisation.objects.get(name="Riverside Coalition")


def _written(support: Support, kind: Kind, answers: dict[str, Answer]) -> AboutParticipant:
    by = support.cast.carl_cases
    return add_record(kind, support.case_now, support.victim, answers, by=by)


def test_sending_a_form_twice_writes_once(support: Support) -> None:
    again = {"record_id": "0b5ff2ab-0c7c-4c38-9a3f-6b0d1cc0a5f1"}
    support.send("service", **again)
    support.send("service", **again)
    assert support.count("service") == 1


@pytest.mark.parametrize("slug", ["assessment", "milestone"])
def test_some_records_are_about_everybody(slug: str, support: Support) -> None:
    support.send(slug, about="")
    assert support.only(slug).participant is None
    assert "verybody in the case" in support.page(support.only(slug), slug)


@pytest.mark.parametrize("slug", sorted(set(SLUGS) - {"assessment", "milestone"}))
def test_the_others_need_a_person(slug: str, support: Support) -> None:
    assert "Say whom it is about." in support.send(slug, about="", status=422)
    with pytest.raises(CannotNow):
        add_record(
            KINDS[slug],
            support.case_now,
            None,
            said(ENOUGH[slug]),
            by=support.cast.carl_cases,
        )


@pytest.mark.parametrize("slug", CHANGED)
def test_a_change_keeps_what_stood_there_and_brings_it_back(slug: str, support: Support) -> None:
    record = support.add(slug)
    before = support.answers(record)
    name = "safe_people" if slug == "safety-plan" else _any_text(slug)
    values = {**{n: v for n, v in ENOUGH[slug].items() if n not in {"level", "place"}}}
    support.step(record, slug, "change", **values, **{name: "Aunt Ana"})
    changed = support.only(slug)
    assert changed.version == 2
    assert support.answers(changed)[name] == Answer("Aunt Ana")
    assert "1 earlier version" in support.page(changed, slug)
    arguments = (support.case_now.pk, slug, record.pk, 1)
    support.post("carl_cases", "support_back", *arguments, seen=2)
    assert support.answers(record) == before
    assert "2 earlier versions" in support.page(record, slug)
    assert events(Event.RECORD_CHANGED, record) == 2


def _any_text(slug: str) -> str:
    texts = {
        "assessment": "wishes",
        "support-plan": "spl_Objectives",
        "service": "notes",
        "milestone": "notes",
        "outcome": "own_words",
    }
    return texts[slug]


def test_of_two_changes_the_second_is_told_and_loses_nothing(support: Support) -> None:
    record = support.add("safety-plan")
    support.step(record, "safety-plan", "change", made_on=DAY, safe_people="Aunt Ana")
    page = support.step(
        record, "safety-plan", "change", status=409, made_on=DAY, safe_people="Uncle Bo", seen=1
    )
    assert "Uncle Bo" in page
    assert "Aunt Ana" in page
    assert 'name="seen" value="2"' in page
    assert support.answers(record)["safe_people"] == Answer("Aunt Ana")


def test_bringing_back_knows_who_was_faster_and_what_there_is(support: Support) -> None:
    record, carl = support.add("safety-plan"), support.cast.carl_cases
    keyring = support.cast.keyring(carl)
    with pytest.raises(CannotNow):
        bring_back(record, 1, seen=1, by=carl, keyring=keyring)
    change_record(record, said({"made_on": DAY}), seen=1, by=carl, keyring=keyring)
    with pytest.raises(ChangedMeanwhile):
        bring_back(record, 1, seen=1, by=carl, keyring=keyring)
    with pytest.raises(NotAllowed):
        bring_back(record, 1, seen=2, by=support.cast.ana_hotline, keyring=keyring)
    arguments = (support.case_now.pk, "safety-plan", record.pk, 7)
    page = support.post("carl_cases", "support_back", *arguments, status=409, seen=2)
    assert "no such version" in page


def test_earlier_versions_say_who_wrote_them(support: Support) -> None:
    record = support.add("safety-plan", by=support.cast.sara_supervisor)
    support.step(record, "safety-plan", "change", made_on=DAY)
    keyring = support.cast.keyring(support.cast.carl_cases)
    versions = earlier_versions(read(support.only("safety-plan"), keyring))
    assert [each.by for each in versions] == [support.cast.sara_supervisor.pk]
    assert "Sara Supervisor" in support.page(record, "safety-plan")


def test_a_closed_case_takes_no_records_and_nothing_typed_is_lost(support: Support) -> None:
    record = support.add("safety-plan")
    support.close()
    values = {"made_on": DAY, "warning_signs": "His car is outside"}
    for page in (
        support.send("safety-plan", values=values, status=409),
        support.step(record, "safety-plan", "change", status=409, **values),
    ):
        assert "His car is outside" in page
        assert "Reopen it first" in page
    assert support.count("safety-plan") == 1
    assert "support_step" not in support.page(record, "safety-plan")


def test_what_was_written_by_mistake_is_erased_and_stays_so(support: Support) -> None:
    record = support.add("service")
    arguments = (support.case_now.pk, "service", record.pk)
    support.post("carl_cases", "support_remove", *arguments)
    support.get("carl_cases", "support_record", *arguments, status=404)
    support.post("carl_cases", "support_remove", *arguments, status=404)
    assert bytes(KINDS["service"].model._default_manager.get(pk=record.pk).content) == b""
    assert events(Event.RECORD_ERASED, record) == 1


@pytest.mark.parametrize("why", ["unknown", "declined"])
def test_a_silence_is_kept_as_one(why: str, support: Support) -> None:
    values = {f"own_goals{WHY}": why, **ENOUGH["outcome"]}
    support.send("outcome", values=values)
    expected = UNKNOWN if why == "unknown" else DECLINED
    assert support.answers(support.only("outcome"))["own_goals"] == expected


def test_a_day_that_sorts_records_is_never_a_silence(support: Support) -> None:
    values = {"category": "food", f"given_on{WHY}": "unknown"}
    assert "Write a day" in support.send("service", values=values, status=422)


def test_plain_columns_follow_the_answers(support: Support) -> None:
    plan = support.add("support-plan", review_due="2027-01-31")
    assert plan.review_due_on == day("2027-01-31")  # type: ignore[attr-defined]  # of its own model
    values = {"last_reviewed_on": DAY, "last_review": "Drives", "review_due": "2027-06-30"}
    support.step(plan, "support-plan", "review", goals_reached=["Learn to drive"], **values)
    now = support.only("support-plan")
    assert now.review_due_on == day("2027-06-30")  # type: ignore[attr-defined]  # of its own model
    assert support.answers(now)["goals_reached"] == Answer(["Learn to drive"])
    support.step(now, "support-plan", "end", spl_ActualEndDate=today().isoformat())
    assert SupportPlan.objects.get(case=support.case_now).ended_on == today()


def test_a_goal_that_is_not_the_plans_cannot_be_reached(support: Support) -> None:
    plan = support.add("support-plan")
    values = {"last_reviewed_on": DAY, "goals_reached": "Rob a bank"}
    support.step(plan, "support-plan", "review", status=422, **values)


def test_a_safety_plan_that_is_put_aside_waits_for_no_review(support: Support) -> None:
    plan = support.add("safety-plan", review_due="2027-01-31")
    page = support.step(plan, "safety-plan", "end", status=422, put_aside_on="2026-03-01")
    assert "before it was made" in page
    support.step(plan, "safety-plan", "end", put_aside_on=today().isoformat())
    now = support.only("safety-plan")
    assert now.review_due_on is None  # type: ignore[attr-defined]  # of its own model
    assert "Put it aside" not in support.page(now, "safety-plan")


def test_every_kind_is_found_by_its_model() -> None:
    assert all(kind_of(kind.model) is kind for kind in KINDS.values())


def test_the_prefix_keeps_two_forms_apart() -> None:
    assert typed({"about": "x"}) == {f"{PREFIX}-about": "x"}
