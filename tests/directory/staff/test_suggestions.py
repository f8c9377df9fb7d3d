"""What visitors suggest: opened with the circle's key, used or declined, never live by itself."""

import pytest
from django.urls import reverse

from tests.directory.staff.conftest import Staff
from tests.reports.staff.conftest import events, text_of
from tests.sites import StaffClient
from waymark.accounts.actions import memberships
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.contacts.refusals import ChangedMeanwhile
from waymark.directory.actions import suggestions
from waymark.directory.actions.suggestions import Decline
from waymark.directory.models import Suggestion, SuggestionState


def state(suggestion: Suggestion) -> str:
    return Suggestion.objects.get(pk=suggestion.pk).state


def test_the_list_opens_nothing_and_the_page_notes_who_read(
    staff: Staff, dora: StaffClient
) -> None:
    found = staff.suggestion(staff.world.clinic)
    page = text_of(dora.get(reverse("directory_suggestions")))
    assert "Clinic" in page
    assert "round the back" not in page
    assert events(Event.SUGGESTION_READ) == 0
    page = text_of(dora.get(reverse("directory_suggestion", args=[found.pk])))
    assert "The door is round the back." in page
    assert events(Event.SUGGESTION_READ, found) == 1


def test_using_one_leads_to_the_service_and_changes_nothing(
    staff: Staff, dora: StaffClient
) -> None:
    clinic = staff.world.clinic
    found = staff.suggestion(clinic)
    answer = dora.post(reverse("directory_suggestion_use", args=[found.pk]))
    assert answer["Location"] == reverse("directory_service", args=[clinic.pk])
    assert state(found) == SuggestionState.USED
    assert staff.world.clinic.last_modified == clinic.last_modified
    assert events(Event.SUGGESTION_DECIDED, found) == 1


def test_a_missing_service_opens_its_form_filled_in(staff: Staff, dora: StaffClient) -> None:
    found = staff.suggestion(name="Harbour Beds", what="Beds for men.", reach="+1 202 555 0142")
    answer = dora.post(reverse("directory_suggestion_use", args=[found.pk]))
    page = text_of(dora.get(answer["Location"]))
    assert 'value="Harbour Beds"' in page
    assert "Beds for men." in page
    assert "555 0142" in page


@pytest.mark.parametrize("wanted", ["not-an-id", "", "00000000-0000-0000-0000-000000000000"])
def test_a_strange_suggestion_fills_nothing_in(
    staff: Staff, dora: StaffClient, wanted: str
) -> None:
    answer = dora.get(reverse("directory_service_new") + f"?suggestion={wanted}")
    assert answer.status_code == (404 if wanted.startswith("0") else 200)


def test_declining_one_keeps_the_reason(staff: Staff, dora: StaffClient) -> None:
    found = staff.suggestion(staff.world.clinic)
    url = reverse("directory_suggestion_decline", args=[found.pk])
    assert dora.post(url).status_code == 422
    assert dora.post(url, {"reason": "boring"}).status_code == 422
    assert state(found) == SuggestionState.NEW
    assert dora.post(url, {"reason": "wrong"}).status_code == 302
    page = text_of(dora.get(reverse("directory_suggestion", args=[found.pk])))
    assert "We checked: it is not so" in page
    assert "The door is round the back." in page
    assert state(found) == SuggestionState.DECLINED


def test_once_decided_it_is_decided(staff: Staff, dora: StaffClient) -> None:
    found, person = staff.suggestion(staff.world.clinic), staff.world.cast.dora_directory
    keys = staff.world.keyring(person)
    suggestions.use(found, by=person)
    with pytest.raises(ChangedMeanwhile):
        suggestions.decline(found, Decline.WRONG, by=person, keyring=keys)
    answer = dora.post(reverse("directory_suggestion_use", args=[found.pk]))
    assert answer.status_code == 409
    assert "Somebody decided this already." in text_of(answer)


@pytest.mark.parametrize("name", ["ana_hotline", "sara_supervisor", "adam_admin", "lena_lakeside"])
def test_only_editors_of_the_house_open_it(staff: Staff, name: str) -> None:
    found, person = staff.suggestion(staff.world.clinic), staff.world.cast[name]
    with pytest.raises(NotAllowed):
        suggestions.read(found, by=person, keyring=staff.world.keyring(person))
    with pytest.raises(NotAllowed):
        suggestions.use(found, by=person)


def test_an_editor_outside_the_circle_is_told_so(staff: Staff, dora: StaffClient) -> None:
    world, found = staff.world, staff.suggestion(staff.world.clinic)
    sara = world.cast.sara_supervisor
    memberships.remove_member(
        world.circle(world.cast.riverside),
        world.cast.dora_directory,
        by=sara,
        keyring=world.keyring(sara),
    )
    page = text_of(dora.get(reverse("directory_suggestion", args=[found.pk])))
    assert "You are not in its circle" in page
    assert "round the back" not in page
    url = reverse("directory_suggestion_decline", args=[found.pk])
    assert dora.post(url, {"reason": "wrong"}).status_code == 409
    assert state(found) == SuggestionState.NEW


def test_a_suggestion_for_next_door_goes_next_door(staff: Staff, dora: StaffClient) -> None:
    found = staff.suggestion(staff.world.next_door)
    assert found.organisation_id == staff.world.cast.lakeside.pk
    assert dora.get(reverse("directory_suggestion", args=[found.pk])).status_code == 404
