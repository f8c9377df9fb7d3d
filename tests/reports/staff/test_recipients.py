"""The teams that reporters may choose: complete, openable, and then published."""

from typing import Any

import pytest
from django.urls import reverse

from tests.cast import CASE_MANAGEMENT, HOTLINE
from tests.reports.staff.conftest import Desk, events, text_of
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.reports.actions import recipients
from waymark.reports.actions.recipients import Promises, Texts
from waymark.reports.models import Recipient, RecipientText
from waymark.reports.states import CannotNow

WORDS = Texts(
    "Night team", "Two people.", "To the police, if a child is in danger.", "A shared phone."
)


@pytest.fixture
def team(desk: Desk) -> Recipient:
    """A team that nobody has written anything about."""
    circle = desk.cast.compartment(desk.cast.riverside, HOTLINE)
    return recipients.create_recipient("new-team", compartments=[circle], by=desk.cast.adam_admin)


def test_a_new_team_is_not_shown_and_promises_the_usual(desk: Desk, team: Recipient) -> None:
    assert not team.published
    assert (team.urgent_minutes, team.other_minutes, team.escalation_minutes) == (15, 1440, 5)
    assert team.organisation == desk.cast.riverside
    assert events(Event.RECIPIENT_CHANGED, team) == 1


def test_nothing_is_published_before_its_words_are_written(desk: Desk, team: Recipient) -> None:
    adam = desk.cast.adam_admin
    with pytest.raises(CannotNow) as refusal:
        recipients.publish(team, by=adam)
    assert "Write the texts in English first" in str(refusal.value.sentence)
    recipients.write_text(team, "es", WORDS, by=adam)
    with pytest.raises(CannotNow):
        recipients.publish(team, by=adam)
    recipients.write_text(team, "en", WORDS, by=adam)
    assert recipients.publish(team, by=adam).published
    recipients.publish(team, by=adam)
    assert not recipients.unpublish(team, by=adam).published
    assert events(Event.RECIPIENT_CHANGED, team) == 5


def test_nothing_is_published_that_nobody_can_open(desk: Desk, team: Recipient) -> None:
    adam = desk.cast.adam_admin
    recipients.write_text(team, "en", WORDS, by=adam)
    Worker.objects.filter(login__in=["ana_hotline", "sara_supervisor"]).update(is_active=False)
    with pytest.raises(CannotNow) as refusal:
        recipients.publish(team, by=adam)
    assert "Nobody could open these reports." in str(refusal.value.sentence)
    team.refresh_from_db()
    assert not team.published


def test_a_published_team_keeps_somebody_who_opens_its_reports(desk: Desk) -> None:
    adam = desk.cast.adam_admin
    Worker.objects.filter(login__in=["carl_cases", "sara_supervisor"]).update(is_active=False)
    cases = desk.cast.compartment(desk.cast.riverside, CASE_MANAGEMENT)
    with pytest.raises(CannotNow):
        recipients.change_recipient(desk.hotline, Promises(1, 1, 1), [cases], by=adam)
    desk.hotline.refresh_from_db()
    assert desk.hotline.urgent_minutes == 15
    assert desk.hotline.compartments.get().name == HOTLINE


@pytest.mark.parametrize("missing", ["name", "who_reads", "must_pass_on", "cannot_protect"])
def test_words_are_whole_or_not_at_all(desk: Desk, team: Recipient, missing: str) -> None:
    words = Texts(**{**vars(WORDS), missing: "  "})
    with pytest.raises(CannotNow):
        recipients.write_text(team, "en", words, by=desk.cast.adam_admin)
    assert not team.texts.exists()


def test_circles_of_others_are_refused(desk: Desk, team: Recipient) -> None:
    other = desk.cast.compartment(desk.cast.lakeside, HOTLINE)
    with pytest.raises(CannotNow):
        recipients.change_recipient(team, Promises(), [other], by=desk.cast.adam_admin)
    with pytest.raises(CannotNow):
        recipients.create_recipient("x", compartments=[other], by=desk.cast.adam_admin)
    assert not Recipient.objects.filter(slug="x").exists()


@pytest.mark.parametrize(
    "name", ["ana_hotline", "sara_supervisor", "otto_auditor", "lars_lakeside"]
)
def test_only_the_own_administrator(desk: Desk, name: str) -> None:
    by, team = desk.cast[name], desk.hotline
    for act in (
        lambda: recipients.write_text(team, "en", WORDS, by=by),
        lambda: recipients.publish(team, by=by),
        lambda: recipients.unpublish(team, by=by),
        lambda: recipients.change_recipient(team, Promises(), [], by=by),
    ):
        with pytest.raises(NotAllowed) as refusal:
            act()
        assert refusal.value.hidden
    team.refresh_from_db()
    assert team.published


def test_no_promise_of_no_time() -> None:
    with pytest.raises(ValueError, match="at least one minute"):
        recipients._set_promises(Recipient(), Promises(urgent_minutes=0))


def promises(desk: Desk, **more: Any) -> dict[str, Any]:
    """A filled-in form of promises and circles."""
    circle = desk.cast.compartment(desk.cast.riverside, HOTLINE)
    return {
        "urgent_minutes": "20",
        "other_minutes": "600",
        "escalation_minutes": "3",
        "compartments": [str(circle.pk)],
        **more,
    }


def test_from_nothing_to_published_through_the_pages(desk: Desk, adam: StaffClient) -> None:
    Recipient.objects.filter(organisation=desk.cast.riverside).delete()
    assert "nobody can report" in text_of(adam.get(reverse("recipients")))
    response = adam.post(reverse("recipient_new"), promises(desk, slug="night-team"))
    assert response.status_code == 302
    team = Recipient.objects.get(slug="night-team")
    assert (team.urgent_minutes, team.other_minutes, team.escalation_minutes) == (20, 600, 3)
    publish = reverse("recipient_publish", args=[team.pk])
    response = adam.post(publish, {"published": "yes"})
    assert response.status_code == 409
    assert "Write the texts in English first" in text_of(response)
    words = reverse("recipient_text", args=[team.pk, "en"])
    assert adam.post(words, vars(WORDS)).status_code == 302
    assert adam.post(publish, {"published": "yes"}).status_code == 302
    team.refresh_from_db()
    assert team.published
    assert "Reporters can choose this team." in text_of(
        adam.get(response.request["PATH_INFO"][:-8])
    )
    assert adam.post(publish, {"published": "no"}).status_code == 302
    team.refresh_from_db()
    assert not team.published


def test_looking_first_saves_nothing(desk: Desk, adam: StaffClient) -> None:
    words = reverse("recipient_text", args=[desk.hotline.pk, "ar"])
    form = {**vars(WORDS), "who_reads": "شخصان <b>", "preview": "yes"}
    response = adam.post(words, form)
    assert response.status_code == 200
    page = text_of(response)
    assert "As reporters will read it" in page
    assert page.count("شخصان &lt;b&gt;") == 2
    assert 'dir="rtl"' in page
    assert not RecipientText.objects.filter(language="ar").exists()
    del form["preview"]
    assert adam.post(words, form).status_code == 302
    assert RecipientText.objects.get(language="ar").who_reads == "شخصان <b>"


def test_mistakes_keep_what_was_typed(desk: Desk, adam: StaffClient) -> None:
    words = reverse("recipient_text", args=[desk.hotline.pk, "en"])
    response = adam.post(words, {**vars(WORDS), "name": "", "who_reads": "Typed for an hour."})
    assert response.status_code == 422
    assert "Typed for an hour." in text_of(response)
    page = reverse("recipient", args=[desk.hotline.pk])
    mistakes: tuple[dict[str, Any], ...] = (
        {"urgent_minutes": "0"},
        {"other_minutes": "soon"},
        {"escalation_minutes": ""},
        {"compartments": []},
        {"compartments": [str(desk.cast.compartment(desk.cast.lakeside, HOTLINE).pk)]},
    )
    for wrong in mistakes:
        assert adam.post(page, promises(desk, **wrong)).status_code == 422
    for slug in ("", "Night team", "night", "x" * 51):
        response = adam.post(reverse("recipient_new"), promises(desk, slug=slug))
        assert response.status_code == 422, slug
    desk.hotline.refresh_from_db()
    assert desk.hotline.urgent_minutes == 15


def test_an_unknown_language_is_not_there(desk: Desk, adam: StaffClient) -> None:
    address = reverse("recipient_text", args=[desk.hotline.pk, "xx"])
    assert adam.get(address).status_code == 404


def test_changes_through_the_page(desk: Desk, adam: StaffClient) -> None:
    page = reverse("recipient", args=[desk.hotline.pk])
    assert 'value="15"' in text_of(adam.get(page))
    assert adam.post(page, promises(desk)).status_code == 302
    desk.hotline.refresh_from_db()
    assert desk.hotline.urgent_minutes == 20
    Worker.objects.filter(login__in=["ana_hotline", "sara_supervisor"]).update(is_active=False)
    response = adam.post(page, promises(desk, urgent_minutes="30"))
    assert response.status_code == 409
    assert 'value="30"' in text_of(response)
