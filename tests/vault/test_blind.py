"""Search through keyed hashes: spellings meet, strangers learn nothing, rotation empties it."""

import unicodedata
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vault.circle import Circle, someone
from waymark.vault import actions, blind
from waymark.vault.keyring import Keyring
from waymark.vault.models import BlindTerm, IndexedRecord
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import erase, new_envelope


@given(st.text(max_size=60))
@settings(max_examples=300)
def test_folding_twice_is_folding_once(text: str) -> None:
    once = blind.words(text)
    assert blind.words(" ".join(word.removeprefix("word:") for word in once)) == once


@given(st.text(alphabet="Nguyễn Đỗ Trần José أحمد مُحَمَّد", max_size=40))
def test_composed_and_decomposed_text_meet(text: str) -> None:
    spelt = {
        unicodedata.normalize("NFC", text),
        unicodedata.normalize("NFD", text),
        unicodedata.normalize("NFKC", text),
    }
    assert len({frozenset(blind.words(each)) for each in spelt}) == 1


@pytest.mark.parametrize(
    "spellings",
    [
        ["Nguyễn", "NGUYỄN", "nguyen", unicodedata.normalize("NFD", "Nguyễn")],
        ["Đỗ", "đỗ", "Do", "DO"],
        ["José", "JOSE", "jose\u0301"],
        ["O'Brien", "O’Brien", "OBrien", "obrien"],
        ["أحمد", "احمد", "أَحْمَد", "احـمد"],
        ["فاطمة", "فاطمه", "فَاطِمَة"],
        ["مصطفى", "مصطفي"],
        ["كريم", "کریم"],
        ["رؤى", "روي"],
        ["ﻣﺤﻤﺪ", "محمد", "\u200fمحمد\u200f"],
        ["شارع ١٢", "شارع 12", "شارع ۱۲"],
        ["Straße", "STRASSE", "strasse"],
        ["İstanbul", "istanbul", "ISTANBUL", "ıstanbul"],
        ["Ｗａｙ", "way"],
        ["Łódź", "lodz"],
        ["Smith-Jones", "smith jones", "SMITH/JONES", "jones, smith"],
    ],
)
def test_spellings_meet(spellings: list[str]) -> None:
    found = {frozenset(blind.words(each)) for each in spellings}
    assert len(found) == 1
    assert found != {frozenset()}


def test_other_names_stay_apart() -> None:
    names = ["Nguyen", "Ngoyen", "Maria", "Mario", "محمد", "محمود", "हिन्दी", "हिन्दू"]
    assert len({frozenset(blind.words(name)) for name in names}) == len(names)


def test_single_letters_are_left_out() -> None:
    assert blind.words("a B ٣ - ' ’") == set()


@pytest.mark.parametrize(
    "written",
    [
        "+1 202-555-0143",
        "(202) 555-0143",
        "202.555.0143",
        "call 2025550143 at night",
        "1-202-555-0143",
        "٢٠٢ ٥٥٥ ٠١٤٣",
        "+1 (202) 555 0143 / ask for M",
    ],
)
def test_one_phone_number_however_it_is_written(written: str) -> None:
    assert blind.phones(written, "US") == {"phone:+12025550143"}


def test_numbers_of_other_countries() -> None:
    assert blind.phones("+84 24 3825 4141 and +44 20 7946 0958", None) == {
        "phone:+842438254141",
        "phone:+442079460958",
    }
    assert blind.phones("024 3825 4141", "VN") == {"phone:+842438254141"}
    assert blind.phones("no number here, only 12", "US") == set()


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_phone_search(text: str) -> None:
    blind.phones(text, "US")


@pytest.mark.django_db
class TestIndex:
    def write(self, circle: Circle, text: str) -> uuid.UUID:
        data_key = new_envelope([circle.fresh()])
        member = circle.members[0]
        blind.index(data_key.envelope_id, circle.fresh().key, blind.words(text), by=member)
        return data_key.envelope_id

    def find(self, keyring: Keyring, text: str) -> set[uuid.UUID]:
        fresh = Keyring(keyring.holder, keyring.pair)
        return set(blind.find(blind.words(text), by=fresh).values_list("pk", flat=True))

    def test_every_word_must_be_there(self, circle: Circle) -> None:
        first = self.write(circle, "Nguyễn Thị Maria")
        second = self.write(circle, "Maria Lopez")
        other = circle.members[1]
        assert self.find(other, "MARIA") == {first, second}
        assert self.find(other, "nguyen maria") == {first}
        assert self.find(other, "nguyen lopez") == set()
        assert self.find(other, "") == set()

    def test_a_stranger_finds_nothing_and_writes_nothing(self, circle: Circle) -> None:
        envelope_id = self.write(circle, "Maria")
        stranger = someone()
        assert self.find(stranger, "Maria") == set()
        with pytest.raises(CannotOpen):
            blind.index(envelope_id, circle.fresh().key, {"word:x"}, by=stranger)

    def test_two_compartments_do_not_share_terms(self, circle: Circle) -> None:
        lawyer = someone()
        legal = actions.create_compartment(circle.compartment.owner, "Legal", [lawyer.holder])
        envelope_id = new_envelope([circle.fresh(), legal]).envelope_id
        blind.index(envelope_id, circle.fresh().key, {"word:maria"}, by=circle.members[0])
        assert self.find(lawyer, "maria") == set()
        blind.index(envelope_id, legal.key, {"word:maria"}, by=lawyer)
        assert self.find(lawyer, "maria") == {envelope_id}
        terms = [bytes(row.term) for row in BlindTerm.objects.all()]
        assert len(set(terms)) == 2
        assert {len(term) for term in terms} == {blind.TERM_BYTES}

    def test_indexing_again_replaces(self, circle: Circle) -> None:
        envelope_id = self.write(circle, "Maria")
        blind.index(envelope_id, circle.fresh().key, {"word:ana"}, by=circle.members[0])
        assert self.find(circle.members[0], "Maria") == set()
        assert self.find(circle.members[0], "ana") == {envelope_id}
        assert IndexedRecord.objects.count() == 1

    def test_a_long_text_keeps_its_phone_numbers(self, circle: Circle) -> None:
        envelope_id = new_envelope([circle.fresh()]).envelope_id
        tokens = {f"word:w{number}" for number in range(2000)} | {"phone:+12025550143"}
        blind.index(envelope_id, circle.fresh().key, tokens, by=circle.members[0])
        assert BlindTerm.objects.count() == blind.MOST_TERMS
        found = blind.find({"phone:+12025550143"}, by=circle.members[0])
        assert [each.pk for each in found] == [envelope_id]

    def test_rotation_and_erasure_empty_it(self, circle: Circle) -> None:
        envelope_id, gone = self.write(circle, "Maria"), self.write(circle, "Ana")
        erase(gone)
        assert self.find(circle.members[0], "ana") == set()
        assert not IndexedRecord.objects.filter(envelope_id=gone).exists()
        actions.rotate(circle.fresh(), by=circle.members[1])
        assert not BlindTerm.objects.exists()
        assert not IndexedRecord.objects.exists()
        assert self.find(circle.members[0], "maria") == set()
        blind.index(envelope_id, circle.fresh().key, {"word:maria"}, by=circle.members[0])
        assert self.find(circle.members[1], "maria") == {envelope_id}

    def test_a_request_from_before_a_rotation_writes_under_the_new_key(
        self, circle: Circle
    ) -> None:
        """Under the old key, whoever left could test words, and nobody else would find them."""
        first, second = circle.members
        envelope_id = new_envelope([circle.fresh()]).envelope_id
        stale = circle.fresh().key
        old_key = first.index_key(stale)
        actions.rotate(circle.fresh(), by=second)
        blind.index(envelope_id, stale, {"word:maria"}, by=first)
        assert self.find(second, "maria") == {envelope_id}
        assert blind.term(old_key, "word:maria") not in [
            bytes(row.term) for row in BlindTerm.objects.all()
        ]
