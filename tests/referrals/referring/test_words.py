"""The words that go with a referral carry nothing past the release."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.making import make_case, make_participant, make_person
from tests.cast import Cast
from tests.referrals.making import FIRST, SECOND, make_release
from tests.referrals.referring.conftest import Both
from waymark.cases.fields.catalogue import spec_of
from waymark.cases.models import Note, Participant, Wall
from waymark.cases.records import read, write_new
from waymark.referrals.models import Packet
from waymark.referrals.referring.told import _teller, told_in
from waymark.reports.states import CannotNow
from waymark.vault import blind

Log = Callable[[], list[str]]
PHONE = "identity.prs_MobilePhone"
BIRTH = "identity.prs_Birthdate"
WHO = {
    "prs_FirstName": "Rosa María",
    "prs_SecondName": "Quintero-Díaz",
    "name_used": "Rosa",
    "aliases": ["Lola Flores", "An"],
    "prs_MobilePhone": "+1 402 555 0147",
    "prs_Birthdate": "1990-04-02",
    "prs_Email": "rq@example.org",
}


@pytest.fixture
def who(cast: Cast) -> Participant:
    """Somebody of whom much is on record."""
    case = make_case(cast)
    return make_participant(case, make_person(case, **WHO))


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("Please call on weekdays", set()),
        ("Ms QUINTERO asks for a bed", {SECOND}),
        ("diaz, please", {SECOND}),
        ("Lola needs a bed", {"identity.aliases"}),
        ("She needs an interpreter", set()),
        ("call (402) 555-0147", {PHONE}),
        ("٤٠٢٥٥٥٠١٤٧", {PHONE}),
        ("call 555", set()),
        ("born 1990-04-02", {BIRTH}),
        ("here since 1990", set()),
        ("write to rq@example.org", {"identity.prs_Email"}),
        ("example.org is their site", set()),
        ("Rosaline is somebody else", set()),
    ],
)
def test_what_words_tell(cast: Cast, who: Participant, text: str, tells: set[str]) -> None:
    keyring = cast.keyring(cast.carl_cases)
    assert told_in(text, who, keyring, besides=[FIRST]) == tells


def test_a_word_that_goes_along_anyhow_tells_nothing_more(cast: Cast, who: Participant) -> None:
    keyring = cast.keyring(cast.carl_cases)
    assert told_in("Rosa", who, keyring, besides=[FIRST]) == set()
    assert told_in("Rosa", who, keyring, besides=[SECOND]) == {FIRST, "identity.name_used"}


@given(text=st.text(max_size=200))
def test_any_text_can_be_asked_about(text: str) -> None:
    tells = _teller(text, ())
    assert tells(spec_of(SECOND), "Quintero") is ("word:quintero" in blind.words(text))
    assert not tells(spec_of(PHONE), "12")


def test_words_past_the_release_are_refused_and_written_down(both: Both, log: Log) -> None:
    packets = Packet.objects.count()
    with pytest.raises(CannotNow) as refused:
        both.send(replace(both.draft(), words="Born 1998-03-09"))
    assert str(spec_of(BIRTH).label) in str(refused.value.sentence)
    assert Packet.objects.count() == packets
    assert log() == ["data:refused"]


def test_what_the_words_tell_goes_as_a_field_and_stands_in_the_account(both: Both) -> None:
    draft = replace(both.draft(later=[]), words="Ms Quintero asks for a bed")
    referral = both.send(draft)
    [packed] = both.opened(referral)
    assert set(packed.values) == {FIRST, SECOND}
    carl = both.cast.keyring(both.cast.carl_cases)
    [line] = read(referral.release, carl)["left"]
    assert set(line["fields"]) == {FIRST, SECOND}


def test_behind_a_wall_the_words_are_no_way_to_try_a_name(both: Both, cast: Cast) -> None:
    elsewhere = make_case(cast)
    make_participant(elsewhere, both.rosa.person)
    write_new(Wall(case=elsewhere, worker=cast.carl_cases), {})
    note = Note(case=both.case)
    write_new(note, {"text": "a note"})
    field = f"note:{note.pk}"
    release = make_release(both.rosa, [field], to=cast.lakeside)
    answers = []
    for words in ("Quintero", "Somebody"):
        draft = replace(both.draft(now=[field], later=[]), words=words)
        answers.append(both.send(draft, release=release).state)
    assert answers == ["requested", "requested"]
