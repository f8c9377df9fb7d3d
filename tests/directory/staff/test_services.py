"""What one person changes of a service: history, conflicts, words that tell too much."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import events, text_of
from tests.sites import StaffClient
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.contacts.refusals import CannotNow, ChangedMeanwhile
from waymark.directory.actions import details, services
from waymark.directory.actions.details import Fee, Opening
from waymark.directory.actions.services import version_of
from waymark.directory.criteria import Answer, Criterion
from waymark.directory.forms.details import HoursForm
from waymark.directory.models import Attribute, Metadata, Schedule, Service
from waymark.directory.models.search import SearchRow
from waymark.directory.taxonomies import load_taxonomies, term_id
from waymark.directory.tiers import Tier

NINE, NOON, TWO, FIVE = time(9), time(12), time(14), time(17)


def facts(service: Service, **typed: str) -> dict[str, Any]:
    """The form of a service's facts, as a browser sends it."""
    form = {"seen": version_of(service), "name": service.name, "status": service.status}
    return form | {"description": service.description} | typed


def url(service: Service, part: str = "facts") -> str:
    return reverse("directory_edit", args=[service.pk, part])


def test_each_changed_field_is_one_line_of_history(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    typed = facts(clinic, name="Clinic by the Park", email="desk@example.org")
    assert dora.post(url(clinic), typed).status_code == 302
    now = staff.world.clinic
    assert (now.name, now.email) == ("Clinic by the Park", "desk@example.org")
    rows = Metadata.objects.filter(resource_id=clinic.pk).order_by("field_name")
    assert [(row.field_name, row.previous_value, row.replacement_value) for row in rows] == [
        ("email", "", "desk@example.org"),
        ("name", "Clinic", "Clinic by the Park"),
    ]
    assert {row.updated_by for row in rows} == {"Riverside Coalition"}
    assert now.last_modified > clinic.last_modified
    assert "park" in SearchRow.objects.get(service_id=clinic.pk).words
    assert events(Event.SERVICE_CHANGED, clinic) == 1


def test_saving_what_stands_there_changes_nothing(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    assert dora.post(url(clinic), facts(clinic)).status_code == 302
    assert staff.world.clinic.last_modified == clinic.last_modified
    assert not Metadata.objects.exists()
    assert events(Event.SERVICE_CHANGED) == 0


def test_of_two_who_save_the_second_sees_both_and_loses_nothing(
    staff: Staff, dora: StaffClient
) -> None:
    clinic = staff.world.clinic
    typed = facts(clinic, name="My name", description="My long description.")
    person = staff.world.cast.dora_directory
    services.change_service(clinic, {"name": "Their name"}, seen=None, by=person)
    answer = dora.post(url(clinic), typed)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Somebody changed this while you wrote." in page
    assert "Their name" in page
    assert 'value="My name"' in page
    assert "My long description." in page
    assert staff.world.clinic.name == "Their name"
    # The form knows now what stands there, so that saving again is meant.
    again = typed | {"seen": version_of(staff.world.clinic)}
    assert f'value="{again["seen"]}"' in page
    assert dora.post(url(clinic), again).status_code == 302
    assert staff.world.clinic.name == "My name"


def test_a_form_that_forgot_what_it_saw_is_a_conflict(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    assert dora.post(url(clinic), facts(clinic, name="New") | {"seen": ""}).status_code == 409
    assert staff.world.clinic.name == "Clinic"


@pytest.mark.parametrize("name", ["ana_hotline", "sara_supervisor", "adam_admin", "lena_lakeside"])
def test_only_editors_change_it(staff: Staff, name: str) -> None:
    with pytest.raises(NotAllowed):
        services.change_service(
            staff.world.clinic, {"name": "No"}, seen=None, by=staff.world.cast[name]
        )


def test_what_is_sealed_or_decides_is_no_field_of_this_form(staff: Staff) -> None:
    with pytest.raises(ValueError, match="tier"):
        services.change_service(
            staff.world.clinic, {"tier": 0}, seen=None, by=staff.world.cast.dora_directory
        )


@pytest.mark.parametrize("field", ["name", "description", "alert", "wait_time"])
def test_a_text_that_tells_a_closed_place_is_stopped_with_the_words(
    staff: Staff, dora: StaffClient, field: str
) -> None:
    house = staff.world.sealed_house
    answer = dora.post(url(house), facts(house, **{field: "Ring at 1200 North Elm Street."}))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "1200 North Elm Street” looks like an address." in page
    assert "Ring at 1200 North Elm Street." in page
    assert getattr(staff.world.sealed_house, field) == getattr(house, field)
    clinic = staff.world.clinic
    typed = facts(clinic, **{field: "Ring at 1200 North Elm Street."})
    assert dora.post(url(clinic), typed).status_code == 302


def test_a_doubtful_word_is_saved_and_pointed_at(staff: Staff, dora: StaffClient) -> None:
    house = staff.world.sealed_house
    typed = facts(house, description="We are across from the hospital.")
    page = text_of(dora.post(url(house), typed, follow=True))
    assert "The changes are saved." in page
    assert "may tell where this place is" in page


def test_the_number_that_the_public_calls_may_stand_in_the_text(
    staff: Staff, dora: StaffClient
) -> None:
    advice = staff.world.advice
    typed = facts(advice, description="Call +1 202 555 0102 first.")
    assert dora.post(url(advice), typed).status_code == 302
    typed = facts(staff.world.advice, description="Or call +1 202 555 0155.")
    assert dora.post(url(advice), typed).status_code == 422


def test_the_organization_of_a_closed_service_tells_nothing_either(
    staff: Staff, dora: StaffClient
) -> None:
    house = staff.world.sealed_house
    there = reverse("directory_organization", args=[house.pk])
    page = text_of(dora.get(there))
    seen = page.split('name="seen" value="')[1].split('"')[0]
    typed = {"seen": seen, "name": "Sealed House Group", "description": "At 55 Oak Avenue."}
    assert dora.post(there, typed).status_code == 422
    assert dora.post(there, typed | {"description": "For women."}).status_code == 302
    assert staff.world.sealed_house.organization.description == "For women."
    stale = dora.post(there, typed | {"description": "For men."})
    assert stale.status_code == 409
    assert "For women." in text_of(stale)


def test_fewer_people_at_once_more_people_with_two(staff: Staff, dora: StaffClient) -> None:
    house = staff.world.case_house
    typed = {"seen": version_of(house), "tier": "3"}
    assert dora.post(url(house, "tier"), typed).status_code == 302
    assert staff.world.case_house.tier == Tier.SEALED
    typed = {"seen": version_of(staff.world.case_house), "tier": "0"}
    page = text_of(dora.post(url(house, "tier"), typed, follow=True))
    assert "This waits for a second person now." in page
    assert staff.world.case_house.tier == Tier.SEALED
    assert staff.world.case_house.pending_changes.count() == 1
    with pytest.raises(CannotNow):
        services.close_service(
            staff.world.case_house, 0, seen=None, by=staff.world.cast.dora_directory
        )


def whom(service: Service, **typed: str) -> dict[str, str]:
    answers = {criterion.value: "unknown" for criterion in Criterion}
    return {"seen": version_of(service)} | answers | typed


def test_three_answers_and_a_note(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    typed = whom(clinic, men="accepts", women="does_not_accept", note_men="Mondays")
    typed |= {"minimum_age": "18", "means": "called"}
    assert dora.post(url(clinic, "whom"), typed).status_code == 302
    rows = {row.criterion: (row.answer, row.note) for row in clinic.eligibility.all()}
    assert rows == {"men": ("accepts", "Mondays"), "women": ("does_not_accept", "")}
    assert staff.world.clinic.minimum_age == 18
    row = Metadata.objects.get(field_name="eligibility.men")
    assert (row.previous_value, row.replacement_value) == ("unknown", "accepts: Mondays")
    assert set(clinic.verifications.values_list("aspect", flat=True)) == {"eligibility"}
    typed = whom(staff.world.clinic, minimum_age="18")
    assert dora.post(url(clinic, "whom"), typed).status_code == 302
    assert not clinic.eligibility.exists()


def test_ages_the_wrong_way_round_and_strange_answers_keep_what_was_typed(
    staff: Staff, dora: StaffClient
) -> None:
    clinic = staff.world.clinic
    typed = whom(clinic, minimum_age="30", maximum_age="20", note_men="only Mondays")
    answer = dora.post(url(clinic, "whom"), typed)
    assert answer.status_code == 422
    assert "The oldest age must not be below the youngest one." in text_of(answer)
    assert "only Mondays" in text_of(answer)
    assert dora.post(url(clinic, "whom"), whom(clinic, men="perhaps")).status_code == 422
    assert not clinic.eligibility.exists()


def test_a_note_must_not_tell_where(staff: Staff) -> None:
    answers = {Criterion.MEN: (Answer.ACCEPTS, "at 1200 North Elm Street")}
    with pytest.raises(ValidationError) as refused:
        details.set_eligibility(
            staff.world.sealed_house, answers, seen=None, by=staff.world.cast.dora_directory
        )
    assert "note_men" in refused.value.message_dict
    assert not staff.world.sealed_house.eligibility.exists()


def hours(service: Service, **typed: str) -> dict[str, str]:
    return {"seen": version_of(service), "zone": "America/Los_Angeles"} | typed


def test_a_week_becomes_recurrence_rules_and_comes_back(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    Schedule.objects.create(
        service=clinic, freq="MONTHLY", bymonthday="1", description="Clinic day"
    )
    typed = hours(
        clinic,
        MO_0_opens="09:00",
        MO_0_closes="12:00",
        MO_1_opens="14:00",
        MO_1_closes="17:00",
        TU_0_opens="09:00",
        TU_0_closes="12:00",
    )
    assert dora.post(url(clinic, "hours"), typed).status_code == 302
    rows = clinic.schedules.filter(freq="WEEKLY").order_by("opens_at")
    assert [(row.byday, row.opens_at, row.closes_at) for row in rows] == [
        ("MO,TU", NINE, NOON),
        ("MO", TWO, FIVE),
    ]
    assert {row.zone for row in rows} == {"America/Los_Angeles"}
    assert clinic.schedules.filter(freq="MONTHLY").exists()
    page = text_of(dora.get(url(clinic, "hours")))
    assert 'name="MO_1_opens" value="14:00"' in page
    shown = text_of(dora.get(reverse("directory_service", args=[clinic.pk])))
    assert "Monday, Tuesday, 09:00 to 12:00. (America/Los_Angeles)" in shown
    assert "Clinic day" in shown


def test_day_and_night_is_said_in_words(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    for byday in ("MO,TU,WE,TH,FR", "SA,SU"):
        Schedule.objects.create(
            service=clinic, freq="WEEKLY", byday=byday, opens_at=time(0), closes_at=time(0),
            zone="America/Los_Angeles", notes="Ring twice.",
        )  # fmt: skip
    shown = text_of(dora.get(reverse("directory_service", args=[clinic.pk])))
    assert "Every day, day and night. (America/Los_Angeles) Ring twice." in shown
    assert "00:00" not in shown


@pytest.mark.parametrize(
    "typed",
    [
        {"MO_0_opens": "09:00"},
        {"MO_0_closes": "09:00"},
        {"MO_0_opens": "09:00", "MO_0_closes": "09:00"},
        {"MO_0_opens": "25:00", "MO_0_closes": "26:00"},
        {"zone": "Mars/Olympus"},
    ],
)
def test_half_a_time_is_no_time(staff: Staff, dora: StaffClient, typed: dict[str, str]) -> None:
    clinic = staff.world.clinic
    assert dora.post(url(clinic, "hours"), hours(clinic, **typed)).status_code == 422
    assert not clinic.schedules.exists()


times = st.times(min_value=time(0), max_value=time(23, 59)).map(
    lambda each: each.replace(second=0, microsecond=0, tzinfo=None)
)
spans = st.tuples(times, times).filter(lambda each: each[0] != each[1])
weeks = st.dictionaries(
    st.sampled_from(details.WEEKDAYS), st.lists(spans, min_size=1, max_size=3, unique=True)
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(week=weeks)
def test_whatever_week_is_saved_the_form_shows_it_again(
    staff: Staff, week: dict[str, list[tuple[time, time]]]
) -> None:
    clinic, dora = staff.world.clinic, staff.world.cast.dora_directory
    openings = [Opening((day,), *span) for day, each in week.items() for span in each]
    details.set_openings(clinic, openings, "UTC", seen=None, by=dora)
    shown = HoursForm(initial=HoursForm.of(clinic), spans=HoursForm.spans_of(clinic))
    found = {
        (number, opens.value(), closes.value())
        for number, day in enumerate(shown.days())
        for opens, closes in day.spans
        if opens.value()
    }
    days = details.WEEKDAYS
    assert found == {(days.index(day), *span) for day, each in week.items() for span in each}


def test_languages_and_fees_are_lines_that_can_grow(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    typed = {"seen": version_of(clinic), "code_0": "vi", "note_0": "mornings", "code_2": "ar"}
    assert dora.post(url(clinic, "languages"), typed).status_code == 302
    assert sorted(clinic.languages.values_list("code", "note")) == [("ar", ""), ("vi", "mornings")]
    page = text_of(dora.get(url(clinic, "languages")))
    assert 'name="code_4"' in page
    typed = {"seen": version_of(staff.world.clinic), "fees_description": "By income"}
    typed |= {"option_0": "First visit", "amount_0": "20", "currency_0": "usd"}
    assert dora.post(url(clinic, "fees"), typed).status_code == 302
    cost = clinic.cost_options.get()
    assert (cost.option, cost.amount, cost.currency) == ("First visit", 20, "USD")
    row = Metadata.objects.get(field_name="cost_options")
    assert row.replacement_value == "First visit 20 USD"
    assert dora.post(url(clinic, "fees"), typed | {"currency_0": "dollars"}).status_code == 422


def test_the_same_languages_and_fees_again_change_nothing(staff: Staff) -> None:
    clinic, dora = staff.world.clinic, staff.world.cast.dora_directory
    details.set_languages(clinic, [("vi", "")], seen=None, by=dora)
    details.set_fees(clinic, "Free", [Fee("Visit", 1.0, "USD")], seen=None, by=dora)
    before = Metadata.objects.count()
    details.set_languages(clinic, [("vi", "")], seen=None, by=dora)
    details.set_fees(clinic, "Free", [Fee("Visit", 1.0, "USD")], seen=None, by=dora)
    assert Metadata.objects.count() == before


def test_terms_are_found_by_a_part_of_their_name(staff: Staff, dora: StaffClient) -> None:
    load_taxonomies()
    clinic, there = staff.world.clinic, url(staff.world.clinic, "terms")
    page = text_of(dora.post(there, {"find": "short-term", "look": "1"}))
    shelter = str(
        Attribute.taxonomy_term.field.related_model.objects.filter(name__icontains="short-term")[
            0
        ].pk
    )
    assert shelter in page
    typed = {"seen": version_of(clinic), "find": "short-term", "terms": [shelter]}
    assert dora.post(there, typed).status_code == 302
    assert str(Attribute.objects.get(link_id=clinic.pk).taxonomy_term_id) == shelter
    typed = {"seen": version_of(staff.world.clinic)}
    assert dora.post(there, typed).status_code == 302
    assert not Attribute.objects.filter(link_id=clinic.pk).exists()


def test_a_term_that_is_gone_is_said_so(staff: Staff) -> None:
    with pytest.raises(CannotNow, match="is gone"):
        details.set_terms(
            staff.world.clinic,
            [term_id("no-such-code")],
            seen=None,
            by=staff.world.cast.dora_directory,
        )


def test_what_is_beside_a_number_takes_one_person(staff: Staff, dora: StaffClient) -> None:
    clinic = staff.world.clinic
    phone = clinic.phones.get()
    there = reverse("directory_number", args=[clinic.pk, phone.pk])
    typed = {"seen": version_of(clinic), "number": phone.number, "type": "voice"}
    assert dora.post(there, typed | {"description": "Front desk"}).status_code == 302
    assert clinic.phones.get().description == "Front desk"
    assert not clinic.pending_changes.exists()
    page = text_of(dora.post(there, typed | {"number": "+1 202 555 0144"}, follow=True))
    assert "This waits for a second person now." in page
    assert clinic.phones.get().number == phone.number
    assert dora.post(there, typed | {"number": "no"}).status_code == 422
    assert dora.post(there, typed | {"description": "Other", "seen": "x"}).status_code == 409


def test_every_part_refuses_a_page_that_is_too_old(staff: Staff) -> None:
    clinic, dora = staff.world.clinic, staff.world.cast.dora_directory
    old: dict[str, Any] = {"seen": "2020-01-01", "by": dora}
    acts: tuple[Callable[[], object], ...] = (
        lambda: services.change_service(clinic, {"name": "x"}, **old),
        lambda: services.close_service(clinic, 1, **old),
        lambda: details.set_eligibility(clinic, {}, **old),
        lambda: details.set_openings(clinic, [], "UTC", **old),
        lambda: details.set_languages(clinic, [], **old),
        lambda: details.set_fees(clinic, "", [], **old),
        lambda: details.set_terms(clinic, [], **old),
    )
    for act in acts:
        with pytest.raises(ChangedMeanwhile):
            act()
