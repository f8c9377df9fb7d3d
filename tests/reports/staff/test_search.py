"""Search: variants are found, only among what one may open, and the words are kept nowhere."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.reports.staff.conftest import Desk, SignIn, events, text_of
from tests.sites import StaffClient
from waymark.accounts.models import Worker
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.audit.models import Entry
from waymark.reports.actions import answering, indexing, thread
from waymark.reports.actions.indexing import index_some, tokens
from waymark.reports.content import Content
from waymark.reports.models import Report
from waymark.reports.names import report_name
from waymark.reports.queries.search import MOST_FOUND, find, tokens_of
from waymark.vault import blind
from waymark.vault.models import BlindTerm, IndexedRecord


def found(desk: Desk, worker: Worker, words: str) -> list[Report]:
    keyring = desk.keyring(worker)
    assert index_some(worker, keyring, most=1000) == 0
    return find(worker, keyring, words)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I met María José there.", "maria jose"),
        ("I met maria there.", "María"),
        ("She is called O’Brien.", "o'brien"),
        ("Nguyễn Thị Hoa works there.", "nguyen hoa"),
        ("My sister is at Đà Nẵng Nails.", "da nang"),
        ("تعمل فاطمة في بيت أحمد", "احمد"),
        ("تعمل فاطمة في بيت أحمد", "فاطمه"),
        ("The man is called ÅSE.", "åse"),
        ("Call (713) 555-0163 at night.", "+1 713 555 0163"),
        ("Call +1 713-555-0163 at night.", "713.555.0163"),
        ("Ten of us, Joe said, call 7135550163", "joe 713-555-0163"),
        ("my cousin jorge works there, no capitals at all", "Jorge"),
    ],
)
def test_variants_are_found(desk: Desk, said: str, words: str) -> None:
    report = desk.report(said)
    desk.report("Nothing of the kind here.")
    assert found(desk, desk.cast.ana_hotline, words) == [report]


def test_places_contact_fields_messages_and_notes_are_found(desk: Desk) -> None:
    ana = desk.cast.ana_hotline
    report = desk.report(
        "It happens at night.", where="behind the old pier", contact_name="chuy", may_contact=True
    )
    assert found(desk, ana, "pier") == found(desk, ana, "Chuy") == [report]
    assert found(desk, ana, "pier Chuy") == [report]
    assert found(desk, ana, "Benning") == []
    desk.adds(report, "The driver is Benning.")
    assert found(desk, ana, "Benning") == [report]
    desk.answer(report, "Is it Haddad?", by=ana)
    answering.add_note(report, "The van is of Okafor.", form_key=b"n" * 16, by=ana)
    assert found(desk, ana, "haddad okafor pier") == [report]


def test_every_word_must_be_there(desk: Desk) -> None:
    ana = desk.cast.ana_hotline
    desk.report("Maria is there.")
    both = desk.report("Maria and Jorge are there.")
    assert found(desk, ana, "Maria Jorge") == [both]
    assert found(desk, ana, "Maria Ahmed") == []
    assert found(desk, ana, "!?") == []


def test_a_short_name_finds_its_report(desk: Desk) -> None:
    report, hidden = desk.report(), desk.report(team=desk.cases)
    ana = desk.cast.ana_hotline
    assert found(desk, ana, report_name(report).lower()) == [report]
    assert found(desk, ana, report_name(hidden)) == []


def test_each_worker_finds_what_they_may_open(desk: Desk) -> None:
    made = {
        team.slug: desk.report("Maria is there.", team=team)
        for team in (desk.hotline, desk.cases, desk.lakeside)
    }
    for name, slugs in {
        "ana_hotline": {"night"},
        "carl_cases": {"cases"},
        "sara_supervisor": {"night", "cases"},
        "luis_lakeside": {"next-door"},
    }.items():
        assert set(found(desk, desk.cast[name], "maria")) == {made[slug] for slug in slugs}


@pytest.mark.parametrize("name", ["adam_admin", "ivan_analyst", "otto_auditor", "vera_contacts"])
def test_others_index_nothing(desk: Desk, name: str) -> None:
    desk.report()
    worker = desk.cast[name]
    with pytest.raises(NotAllowed):
        index_some(worker, desk.keyring(worker))
    assert not IndexedRecord.objects.exists()


@pytest.mark.parametrize("end", ["withdraw", "erase"])
def test_what_is_withdrawn_or_erased_is_not_found(desk: Desk, end: str) -> None:
    ana = desk.cast.ana_hotline
    report = desk.report("Maria is there.")
    assert found(desk, ana, "Maria")
    if end == "withdraw":
        thread.withdraw(desk.thread(report))
    else:
        thread.erase(report)
        assert not BlindTerm.objects.exists()
    assert found(desk, ana, "Maria") == []


def test_indexing_goes_on_where_it_stopped(desk: Desk) -> None:
    ana = desk.cast.ana_hotline
    for number in range(5):
        desk.report(f"Maria {number} is there.")
    keyring = desk.keyring(ana)
    assert [index_some(ana, keyring, most=2) for _ in range(4)] == [3, 1, 0, 0]
    assert len(find(ana, keyring, "Maria")) == 5


def test_a_report_that_does_not_open_is_not_tried_for_ever(desk: Desk) -> None:
    ana = desk.cast.ana_hotline
    report = desk.report("Maria is there.")
    Report.objects.filter(pk=report.pk).update(content=b"x" * 64)
    assert found(desk, ana, "Maria") == []
    with CaptureQueriesContext(connection) as captured:
        assert index_some(ana, desk.keyring(ana)) == 0
    assert not any(query["sql"].startswith("INSERT") for query in captured.captured_queries)


def test_the_database_holds_no_word(desk: Desk) -> None:
    ana = desk.cast.ana_hotline
    desk.report("Maria Gomez sleeps there, call 713-555-0163.", where="Lower Quill")
    index_some(ana, desk.keyring(ana))
    terms = [bytes(row.term) for row in BlindTerm.objects.all()]
    assert len(terms) == len(set(terms)) >= 5
    for term in terms:
        assert len(term) == blind.TERM_BYTES
        for word in (b"maria", b"gomez", b"quill", b"0163"):
            assert word not in term.lower()


def test_the_page(desk: Desk, ana: StaffClient) -> None:
    report = desk.report("Maria Gomez is <b>there</b>.")
    address = reverse("search")
    assert "What you search for is not written down" in text_of(ana.get(address))
    response = ana.post(address, {"words": "gómez"})
    page = text_of(response)
    assert report_name(report) in page
    assert "1 report found" in page
    assert 'value="gómez"' in page
    assert events(Event.SEARCH_MADE) == 1
    logged = str(list(Entry.objects.values("event", "actor", "target", "target_id"))).lower()
    assert "gomez" not in logged
    assert "gómez" not in logged
    assert "?" not in address
    page = text_of(ana.post(address, {"words": "nobody"}))
    assert "No report that you can open holds all of these words." in page


@pytest.mark.parametrize("words", ["", "   ", "x" * 201])
def test_a_mistake_searches_nothing(desk: Desk, ana: StaffClient, words: str) -> None:
    response = ana.post(reverse("search"), {"words": words})
    assert response.status_code == 422
    assert events(Event.SEARCH_MADE) == 0


def test_words_in_the_address_are_not_read(desk: Desk, ana: StaffClient) -> None:
    report = desk.report("Maria is there.")
    assert report_name(report) not in text_of(ana.get(reverse("search"), {"words": "Maria"}))
    assert events(Event.SEARCH_MADE) == 0


def test_the_page_says_when_some_are_not_searched_yet(
    desk: Desk, ana: StaffClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        desk.report("Maria is there.")

    def slowly(worker: Worker, keyring: Any) -> int:
        return index_some(worker, keyring, most=2)

    monkeypatch.setattr("waymark.reports.views.staff.search.index_some", slowly)
    page = text_of(ana.post(reverse("search"), {"words": "Maria"}))
    assert "1 report is not in the search yet." in page
    assert "2 reports found" in page
    page = text_of(ana.post(reverse("search"), {"words": "Maria"}))
    assert "not in the search yet" not in page
    assert "3 reports found" in page


def test_a_long_list_says_that_there_may_be_more(
    desk: Desk, staff_client_for: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waymark.reports.queries.search.MOST_FOUND", 2)
    monkeypatch.setattr("waymark.reports.views.staff.search.MOST_FOUND", 2)
    for _ in range(3):
        desk.report("Maria is there.")
    page = text_of(
        staff_client_for(desk.cast.ana_hotline).post(reverse("search"), {"words": "Maria"})
    )
    assert "There may be more." in page
    assert MOST_FOUND > 2


def test_after_a_rotation_everything_is_found_again(desk: Desk) -> None:
    from waymark.vault import actions as vault

    ana, sara = desk.cast.ana_hotline, desk.cast.sara_supervisor
    report = desk.report("Maria is there.")
    assert found(desk, ana, "Maria") == [report]
    circle = desk.hotline.compartments.get()
    vault.rotate(circle, by=desk.keyring(sara))
    assert find(ana, desk.keyring(ana), "Maria") == []
    assert found(desk, ana, "Maria") == [report]


@given(st.text(max_size=400), st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
def test_no_text_breaks_the_index(what: str, where: str, further: list[str]) -> None:
    made = tokens(Content(what, where=where), further, "US")
    assert len(made) <= blind.MOST_TERMS
    assert len(made) == len(set(made))
    assert blind.words(where) <= set(made)


@given(st.text(max_size=120))
def test_no_search_breaks(words: str) -> None:
    for token in tokens_of(words, "US"):
        assert token.startswith(("word:", "phone:"))


def test_telling_words_come_first_in_a_very_long_report() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = " ".join(f"Name{a}{b}" for a in letters for b in letters)
    made = tokens(Content(names + " call 713-555-0163", where="Lower Quill"), [], "US")
    assert len(made) == blind.MOST_TERMS
    assert made[0] == "phone:+17135550163"
    assert {"word:lower", "word:quill"} <= set(made)


def test_ordinary_words_are_left_out_where_capitals_tell() -> None:
    made = set(tokens(Content("The man Jorge sleeps near Maria."), [], "US"))
    assert {"word:jorge", "word:maria"} <= made
    assert not made & {"word:sleeps", "word:near", "word:man"}


def test_indexing_knows_its_batch() -> None:
    assert 1 < indexing.BATCH < 1000
