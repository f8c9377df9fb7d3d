"""What a contact verifier does on the pages, by forms alone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.cast import Cast
from tests.sites import PublicClient, StaffClient
from waymark.accounts.models import Worker
from waymark.contacts.actions.verifying import withdraw_numbers
from waymark.contacts.models import Contact, Proposal
from waymark.web.models import Site

from .conftest import CANADA, LANGUAGES, Clock, SignIn, checked, fresh, offered

NEW = "1-506-555-0142"
OLD = "1-833-900-1010"


def check(**more: Any) -> dict[str, Any]:
    """What a worker types about a check."""
    typed = {"means": "called", "checked_at": "https://example.org/n"}
    return typed | {"seen_on": timezone.localdate().isoformat()} | more


def text_of(response: Any) -> str:
    bare = re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", response.content.decode(), flags=re.S)
    return " ".join(bare.split())


def form_of(response: Any) -> dict[str, Any]:
    """What the page's own form holds, as a browser would send it."""
    form = response.context["form"]
    values: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if value not in (None, "", False):
            values[field.html_name] = value
    return values


def change(client: StaffClient, contact: Contact, **typed: Any) -> Any:
    url = reverse("contact_change", args=[contact.pk])
    return client.post(url, form_of(client.get(url)) | check() | typed)


def test_two_people_change_a_number_and_the_public_page_follows(
    canada: Contact, veras: StaffClient, wims: StaffClient, site: Site
) -> None:
    answer = change(veras, canada, number_0=NEW)
    made = Proposal.objects.get()
    assert answer["Location"] == reverse("contact_proposal", args=[made.pk])
    assert OLD in PublicClient().get("/en/lines/ca/").content.decode()
    page = wims.get(answer["Location"])
    assert OLD in page.content.decode()
    assert NEW in page.content.decode()
    assert "Vera Contacts, Riverside Coalition" in text_of(page)
    confirmed = wims.post(reverse("contact_confirm", args=[made.pk]), check(means="own_page"))
    assert confirmed.status_code == 302
    public = PublicClient().get("/en/lines/ca/").content.decode()
    assert NEW in public
    assert OLD not in public
    assert "Wim Lakeside" in text_of(wims.get(confirmed["Location"]))


def test_a_change_keeps_what_was_not_touched(
    contacts: None, veras: StaffClient, wims: StaffClient
) -> None:
    for contact in Contact.objects.filter(confidence="A").exclude(kind="emergency"):
        before = fresh(contact)
        numbers = [(n.printed, n.channel, n.label, n.reach) for n in before.numbers.all()]
        answer = change(veras, contact, staff_note="Looked at it.")
        assert answer.status_code == 302, (contact.slug, text_of(answer)[:600])
        made = Proposal.objects.get(contact=contact)
        wims.post(reverse("contact_confirm", args=[made.pk]), check())
        after = fresh(contact)
        assert [(n.printed, n.channel, n.label, n.reach) for n in after.numbers.all()] == numbers
        for name in ("name", "kind", "audience", "hours", "always_open", "languages", "cost"):
            assert getattr(after, name) == getattr(before, name), (contact.slug, name)
        assert after.what_happens == before.what_happens
        assert after.staff_note == "Looked at it."


def test_its_proposer_gets_no_confirm_button_and_a_conflict_when_they_try(
    canada: Contact, veras: StaffClient
) -> None:
    url = change(veras, canada, number_0=NEW)["Location"]
    page = veras.get(url).content.decode()
    assert "confirm/" not in page
    assert "take-back/" in page
    answer = veras.post(f"{url}confirm/", check())
    assert answer.status_code == 409
    assert "Somebody else has to check and confirm it" in text_of(answer)
    assert offered(canada) == [OLD]
    assert veras.post(f"{url}take-back/").status_code == 302
    assert not Proposal.objects.get().is_open


def test_a_reason_is_needed_to_reject_and_kept(
    canada: Contact, veras: StaffClient, wims: StaffClient
) -> None:
    url = change(veras, canada, number_0=NEW)["Location"]
    assert wims.post(f"{url}reject/", {"reason": " "}).status_code == 422
    assert wims.post(f"{url}reject/", {"reason": "A <b>fax</b>."}).status_code == 302
    page = veras.get(reverse("contact", args=[canada.pk]))
    assert "A &lt;b&gt;fax&lt;/b&gt;." in page.content.decode()


def test_old_number_wrong_is_off_the_public_page_at_once(
    canada: Contact, veras: StaffClient, site: Site
) -> None:
    change(veras, canada, number_0=NEW, old_is_wrong="on")
    shown = PublicClient().get("/en/lines/ca/").content.decode()
    assert OLD not in shown
    assert NEW not in shown
    assert "Canadian Human Trafficking Hotline" in shown


def test_the_form_that_changed_meanwhile_keeps_what_was_typed(
    canada: Contact, veras: StaffClient
) -> None:
    typed = {"number_0": NEW, "staff_note": "I called them twice.", "version": "0"}
    answer = change(veras, canada, **typed)
    assert answer.status_code == 409
    assert "Somebody changed this contact in the meantime" in text_of(answer)
    assert "I called them twice." in answer.content.decode()
    assert NEW in answer.content.decode()


MISTAKES = [
    ({"number_0": "1-833-900"}, "no number that can be dialled"),
    ({"number_0": "call me"}, "no number that can be dialled"),
    ({"number_0": ""}, "at least one number"),
    ({"kind": "law_enforcement", "what_happens": []}, "goes to the police"),
    ({"languages": "en, klingon"}, "no code of a language"),
    ({"name_language": "xx"}, "code of a language"),
    ({"hours": "times", "time_zone": ""}, "in which time zone"),
    ({"hours": "times", "time_zone": "Mars/Base"}, "time zone such as"),
    ({"hours": "times", "time_zone": "UTC", "days_0": ["mon"]}, "days, a beginning and an end"),
    ({"hours": "times", "time_zone": "UTC"}, "days, a beginning and an end"),
    ({"days_0": ["mon"], "opens_0": "9am"}, "time like 09:00"),
    ({"seen_on": "yesterday"}, "2026-11-22"),
    ({"seen_on": "0000-00-00"}, "2026-11-22"),
    ({"means": "second_hand"}, "second_hand"),
    ({"means": ""}, "by which means"),
    ({"checked_at": "javascript:alert(1)"}, "valid URL"),
    ({"country": "ZZ"}, "ZZ"),
    ({"audience": []}, "required"),
    ({"name": ""}, "required"),
    ({"name": "x" * 201}, "at most 200"),
]


@pytest.mark.parametrize(("typed", "complaint"), MISTAKES)
def test_a_slip_is_named_and_nothing_is_lost(
    canada: Contact, veras: StaffClient, typed: dict[str, Any], complaint: str
) -> None:
    answer = change(veras, canada, **({"staff_note": "Kept words."} | typed))
    assert answer.status_code == 422
    assert complaint in text_of(answer)
    assert "Kept words." in answer.content.decode()
    assert not Proposal.objects.exists()


def test_a_day_to_come_is_a_conflict_with_a_sentence(canada: Contact, veras: StaffClient) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = change(veras, canada, seen_on=tomorrow.isoformat())
    assert answer.status_code == 409
    assert "lies in the future" in text_of(answer)


NEW_LINE = {
    "country": "US",
    "area_name": "Harris County",
    "name": "Harbour Night Line",
    "name_language": "en",
    "kind": "victim_support",
    "audience": ["victims", "public"],
    "what_happens": ["confidential"],
    "cost": "free",
    "number_0": "1-888-373-7888",
    "number_1": "233733",
    "channel_1": "sms",
    "hours": "times",
    "days_0": ["mon", "tue", "wed", "thu", "fri"],
    "opens_0": "20:00",
    "closes_0": "06:00",
    "time_zone": "America/Chicago",
    "languages": "en, ES es",
    "version": "0",
}


def test_a_new_line_takes_two_people_too(
    contacts: None, veras: StaffClient, wims: StaffClient, site: Site, clock: Clock
) -> None:
    answer = veras.post(reverse("contact_new"), NEW_LINE | check())
    assert answer.status_code == 302, text_of(answer)
    assert "Harbour Night Line" not in PublicClient().get("/en/lines/us/").content.decode()
    assert "Harbour Night Line" in text_of(wims.get(reverse("contacts")))
    assert wims.post(f"{answer['Location']}confirm/", check()).status_code == 302
    made = Contact.objects.get(name="Harbour Night Line")
    assert made.slug.startswith("us-harbour-night-line-")
    assert made.languages == ["en", "es"]
    assert [number.dial for number in made.numbers.all()] == ["+18883737888", "233733"]
    shown = text_of(PublicClient().get("/en/lines/us/"))
    assert "Harris County" in shown
    assert "They say that they pass nothing on unless you agree." in shown
    assert "Closed now. Opens Tuesday at 20:00 (their time)." in shown


def test_a_chat_alone_is_a_contact(
    contacts: None, veras: StaffClient, wims: StaffClient, site: Site
) -> None:
    typed = NEW_LINE | {"number_0": "", "number_1": "", "chat_url": "https://example.org/chat"}
    answer = veras.post(reverse("contact_new"), typed | check())
    wims.post(f"{answer['Location']}confirm/", check())
    assert 'href="https://example.org/chat"' in PublicClient().get("/en/lines/us/").content.decode()


def test_the_work_list_groups_what_is_to_be_done(
    contacts: None, veras: StaffClient, vera: Worker, wim: Worker, clock: Clock
) -> None:
    canada = Contact.objects.get(slug=CANADA)
    withdraw_numbers(canada, checked(), by=wim)
    Contact.objects.filter(country="GB").update(expires=clock.now.date() - timedelta(days=1))
    Contact.objects.filter(country="IT").update(expires=clock.now.date() + timedelta(days=30))
    Contact.objects.filter(country="NL").update(expires=clock.now.date() + timedelta(days=31))
    change(veras, Contact.objects.get(country="PL"), languages="pl")
    shown = text_of(veras.get(reverse("contacts")))
    places = [
        shown.index(words)
        for words in (
            "Waits for a second person",
            "Vera Contacts, Riverside Coalition",
            "Taken off the pages",
            "Canadian Human",
            "Expired: no page shows",
            "Modern Slavery",
            "Due within 30 days",
            "Numero Verde",
            "In order",
            "CoMensha",
        )
    ]
    assert places == sorted(places)


def test_one_country_alone(contacts: None, veras: StaffClient) -> None:
    shown = text_of(veras.get(reverse("contacts"), {"country": "CA"}))
    assert "Contacts: Canada" in shown
    assert "Canadian Human Trafficking Hotline" in shown
    assert "NCMEC" not in shown
    for strange in ("XX", "ca", "'; --", "\x00"):
        assert "NCMEC" in text_of(veras.get(reverse("contacts"), {"country": strange}))


def test_verifying_on_the_page(canada: Contact, veras: StaffClient) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Contact.objects.filter(pk=canada.pk).update(expires=yesterday)
    assert offered(canada) == []
    url = reverse("contact", args=[canada.pk])
    assert "Expired" in text_of(veras.get(url))
    assert veras.post(f"{url}verify/", check()).status_code == 422, "which version was seen?"
    answer = veras.post(f"{url}verify/", check(version="1"))
    assert answer.status_code == 302
    assert "Expired" not in text_of(veras.get(url))
    assert offered(canada) == [OLD]


def test_withdrawing_on_the_page_and_not_bringing_back_alone(
    canada: Contact, veras: StaffClient, wims: StaffClient
) -> None:
    url = reverse("contact", args=[canada.pk])
    assert veras.post(f"{url}withdraw/", check(checked_at="")).status_code == 422
    assert veras.post(f"{url}withdraw/", check()).status_code == 302
    answer = veras.post(f"{url}verify/", check(version="1"))
    assert answer.status_code == 409
    assert "Somebody else has to check them again" in text_of(answer)
    assert wims.post(f"{url}verify/", check(version="1")).status_code == 302
    assert offered(canada) == [OLD]


def test_a_stale_proposal_shows_both_and_cannot_be_confirmed(
    canada: Contact, veras: StaffClient, wims: StaffClient
) -> None:
    url = change(veras, canada, number_0=NEW)["Location"]
    Contact.objects.filter(pk=canada.pk).update(version=5)
    page = wims.get(url)
    assert "changed after this was proposed" in text_of(page)
    assert "confirm/" not in page.content.decode()
    assert OLD in page.content.decode()
    assert NEW in page.content.decode()
    assert wims.post(f"{url}confirm/", check()).status_code == 409


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_in_every_language_of_a_worker(
    cast: Cast, canada: Contact, vera: Worker, staff_client_for: SignIn, language: str
) -> None:
    Worker.objects.filter(pk=vera.pk).update(language=language)
    client = staff_client_for(vera)
    made = change(client, canada, number_0=NEW)["Location"]
    urls = [reverse("contacts"), reverse("contact", args=[canada.pk]), made]
    for url in [*urls, reverse("contact_new"), reverse("contact_packs")]:
        page = client.get(url).content.decode()
        assert f'<html lang="{language}"' in page
        assert page.count("<h1>") == 1
        ids = re.findall(r' id="([^"]+)"', page)
        assert len(ids) == len(set(ids)), url
        for label in re.findall(r'<label[^>]* for="([^"]+)"', page):
            assert label in ids, (url, label)


def test_lists_ask_the_database_a_bounded_number_of_times(
    contacts: None, veras: StaffClient, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        veras.get(reverse("contacts"))
    contact = Contact.objects.get(slug=CANADA)
    with django_assert_max_num_queries(16):
        veras.get(reverse("contact", args=[contact.pk]))
