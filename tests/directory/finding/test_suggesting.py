"""Anybody may say what is wrong: sealed on arrival, once per form, and nothing goes live by it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError

from tests.cast import Cast
from tests.directory.finding.conftest import Somebody, Town
from waymark.accounts.actions.setup import DIRECTORY
from waymark.audit.events import Event
from waymark.audit.models import Actor, Entry
from waymark.directory.actions import suggesting
from waymark.directory.actions.suggesting import NobodyReads, Said, suggest
from waymark.directory.finding import suggesting_views
from waymark.directory.models import Service, Suggestion, SuggestionState
from waymark.vault import form_token
from waymark.vault.form_token import Form
from waymark.vault.models import Compartment, Envelope
from waymark.vault.primitives import CannotOpen, random_bytes

pytestmark = pytest.mark.django_db
WORDS = "The number is wrong: it belongs to a bakery."
Send = Callable[..., Any]


@pytest.fixture
def harbour(town: Town) -> Service:
    """A service that Riverside looks after."""
    return town.add("Harbour")


def token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]*)"', page)
    assert found
    return found[1]


@pytest.fixture
def send(phone: Somebody) -> Send:
    """Open the form and send it; `path` from /find/ on."""

    def sent(path: str, **more: Any) -> Any:
        page = phone.client.get(phone.url(path)).content.decode()
        values = {"do": "send", "token": token(page), "said": WORDS, **more}
        return phone.client.post(phone.url(path), values)

    return sent


def opened(cast: Cast, suggestion: Suggestion, name: str = "sara_supervisor") -> dict[str, str]:
    key = cast.keyring(cast[name]).data_key(suggestion.envelope_id)
    found: dict[str, str] = json.loads(key.open(suggestion, "body"))
    return found


def test_what_was_said_reaches_the_circle_and_nobody_else(
    town: Town, harbour: Service, send: Send
) -> None:
    answer = send(f"{harbour.pk}/change/", how="I called there")
    assert answer.status_code == 200
    assert "Thank you" in answer.content.decode()
    stored = Suggestion.objects.get()
    assert stored.service == harbour
    assert stored.organisation == town.cast.riverside
    assert stored.state == SuggestionState.NEW
    assert WORDS.encode() not in bytes(stored.body)
    assert opened(town.cast, stored) == {"what": WORDS, "how": "I called there", "language": "en"}
    for name in ("lena_lakeside", "otto_auditor", "adam_admin"):
        with pytest.raises(CannotOpen):
            opened(town.cast, stored, name)
    entry = Entry.objects.get(event=Event.SUGGESTION_RECEIVED.value)
    assert (entry.actor, entry.target_id) == (Actor.REPORTER.value, str(stored.pk))


def test_nothing_goes_live(harbour: Service, send: Send) -> None:
    before = Service.objects.values().get()
    send(f"{harbour.pk}/change/")
    assert Service.objects.values().get() == before


def test_a_place_that_is_missing(town: Town, send: Send) -> None:
    send("new/", service_name="Hill House", reach="+1 202 555 0190", how="I live next door")
    stored = Suggestion.objects.get()
    assert stored.service is None
    said = opened(town.cast, stored)
    assert said["name"] == "Hill House"
    assert said["reach"] == "+1 202 555 0190"
    assert said["what"] == WORDS


def test_it_goes_to_who_looks_after_it_else_to_the_first(town: Town, cast: Cast) -> None:
    next_door = town.add("Next door", steward=cast.lakeside)
    nobodys = town.add("Common")
    Service.objects.filter(pk=nobodys.pk).update(steward=None)
    nobodys.refresh_from_db()
    for service, house in (
        (next_door, cast.lakeside),
        (nobodys, cast.riverside),
        (None, cast.riverside),
    ):
        stored = suggest(service, Said(what=WORDS), random_bytes(16))
        assert stored.organisation_id == house.pk


def test_a_steward_without_a_circle_does_not_lose_it(town: Town, cast: Cast) -> None:
    next_door = town.add("Next door", steward=cast.lakeside)
    Compartment.objects.filter(owner=cast.lakeside.pk, name=DIRECTORY).delete()
    assert suggest(next_door, Said(what=WORDS), random_bytes(16)).organisation == cast.riverside


def test_where_nobody_can_read_it_the_page_says_so_before_anything_is_typed(
    town: Town, harbour: Service, phone: Somebody
) -> None:
    Compartment.objects.filter(name=DIRECTORY).delete()
    for path in (f"{harbour.pk}/change/", "new/"):
        answer = phone.client.get(phone.url(path))
        assert answer.status_code == 503
        assert "<textarea" not in answer.content.decode()
    with pytest.raises(NobodyReads):
        suggest(harbour, Said(what=WORDS), random_bytes(16))


def test_the_same_form_counts_once(harbour: Service, phone: Somebody) -> None:
    page = phone.client.get(phone.url(f"{harbour.pk}/change/")).content.decode()
    sent = {"do": "send", "token": token(page), "said": WORDS}
    for _ in range(3):
        answer = phone.client.post(phone.url(f"{harbour.pk}/change/"), sent)
        assert "Thank you" in answer.content.decode()
    assert Suggestion.objects.count() == 1
    assert Envelope.objects.filter(pk=Suggestion.objects.get().envelope_id).exists()
    assert Entry.objects.filter(event=Event.SUGGESTION_RECEIVED.value).count() == 1


def test_another_fault_of_the_database_is_not_taken_for_a_repetition(
    harbour: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(suggesting, "_write", broken)
    with pytest.raises(IntegrityError, match="could not be stored"):
        suggest(harbour, Said(what=WORDS), random_bytes(16))


@pytest.mark.parametrize("path", ["change", "new"])
def test_empty_and_too_long_lose_nothing(harbour: Service, send: Send, path: str) -> None:
    address = f"{harbour.pk}/change/" if path == "change" else "new/"
    more = {"service_name": "Hill & House"} if path == "new" else {}
    empty = send(address, said="  ", how="I <know>", **more)
    page = empty.content.decode()
    assert empty.status_code == 422
    assert "A few words are enough." in page
    assert "I &lt;know&gt;" in page
    long = send(address, said="w" * 4003, **more)
    page = long.content.decode()
    assert long.status_code == 422
    assert "This is 3 letters too long: 4000 fit." in page
    assert "w" * 4003 in page
    if more:
        assert 'value="Hill &amp; House"' in page
    assert not Suggestion.objects.exists()


def test_a_new_place_needs_its_name(town: Town, send: Send) -> None:
    answer = send("new/", service_name="")
    assert answer.status_code == 422
    assert 'href="#service_name"' in answer.content.decode()


def test_an_old_or_foreign_form_is_given_a_new_key_and_keeps_the_words(
    harbour: Service, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = f"{harbour.pk}/change/"
    foreign = send(path, token=form_token.issue(Form.REPORT))
    assert foreign.status_code == 400
    assert WORDS in foreign.content.decode()
    hour = form_token._hour
    old = form_token.issue(Form.SUGGESTION)
    monkeypatch.setattr(form_token, "_hour", lambda: hour() + 25)
    answer = send(path, token=old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert WORDS in page
    assert "open for more than a day" in page
    assert token(page) != old
    assert not Suggestion.objects.exists()


def test_a_mistake_keeps_the_key_of_the_form(harbour: Service, send: Send) -> None:
    key = form_token.issue(Form.SUGGESTION)
    page = send(f"{harbour.pk}/change/", said="", token=key).content.decode()
    assert token(page) == key


def test_a_flood_from_one_address_waits_and_keeps_the_words(harbour: Service, send: Send) -> None:
    path = f"{harbour.pk}/change/"
    for _ in range(suggesting_views.FLOOD.free + 1):
        assert send(path).status_code == 200
    answer = send(path, said="One more thing")
    assert answer.status_code == 429
    assert "One more thing" in answer.content.decode()
    assert Suggestion.objects.count() == suggesting_views.FLOOD.free + 1
    from_elsewhere = send  # the same page from another line is not held up
    assert from_elsewhere("new/", service_name="x").status_code == 429


def test_another_address_is_not_held_up(harbour: Service, phone: Somebody, send: Send) -> None:
    path = f"{harbour.pk}/change/"
    for _ in range(suggesting_views.FLOOD.free + 2):
        send(path)
    page = phone.client.get(phone.url(path)).content.decode()
    answer = phone.client.post(
        phone.url(path),
        {"do": "send", "token": token(page), "said": WORDS},
        REMOTE_ADDR="198.51.100.7",
    )
    assert answer.status_code == 200


def test_a_database_that_fails_loses_nothing(
    harbour: Service, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(suggesting_views, "suggest", broken)
    answer = send(f"{harbour.pk}/change/")
    assert answer.status_code == 503
    assert WORDS in answer.content.decode()


def test_it_warns_not_to_write_of_people_and_shows_where_to_write(
    harbour: Service, phone: Somebody
) -> None:
    page = phone.client.get(phone.url(f"{harbour.pk}/change/")).content.decode()
    assert "Do not write about yourself here" in page
    assert 'href="/en/write/"' in page
    assert page.index("Do not write about yourself") < page.index("<textarea")


def test_the_visit_goes_on_behind_it(harbour: Service, phone: Somebody) -> None:
    path = phone.url(f"{harbour.pk}/change/")
    visit = {"page": "1", "what": "shelter", "where": "Rivertown"}
    page = phone.client.post(path, visit).content.decode()
    assert "Back to the results" in page
    assert not Suggestion.objects.exists()
    sent = visit | {"do": "send", "token": token(page), "said": WORDS}
    thanks = phone.client.post(path, sent).content.decode()
    assert 'name="where" value="Rivertown"' in thanks
    assert WORDS not in thanks


def test_unknown_signs_and_line_ends(town: Town, harbour: Service, send: Send) -> None:
    send(f"{harbour.pk}/change/", said="one\r\ntwo\x00 🌙 \u202eabc")
    assert opened(town.cast, Suggestion.objects.get())["what"] == "one\ntwo 🌙 \u202eabc"


def test_what_is_kept_says_a_day_and_no_hour(harbour: Service, send: Send) -> None:
    send(f"{harbour.pk}/change/")
    stored = Suggestion.objects.get()
    assert not hasattr(stored.received_on, "hour")
