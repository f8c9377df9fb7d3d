"""Needs in plain words: every code is real, every spelling mistake is forgiven, nothing judges."""

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import assume, given
from hypothesis import strategies as st

from waymark.directory.finding import needs
from waymark.directory.finding.needs import Need, term_ids
from waymark.directory.finding.spelling import SHORTEST_FUZZY, Phrase, Phrases, words_of
from waymark.directory.taxonomies import TERMS_FILE, TaxonomyFileError, read_terms, term_id

LANGUAGES = [code for code, _ in settings.LANGUAGES]
TERMS = {term.code: term for term in read_terms(TERMS_FILE.read_bytes(), TERMS_FILE.name)}
LETTERS = "abcdefghijklmnopqrstuvwxyzابتثجحخدذرزسشصضطظعغفقكلمنهوي"
# What a need may not call the person who asks; a need is what they want.
VERDICTS = (
    *("victim", "trafficked", "slave", "prostitut", "illegal", "criminal", "rescue", "disorder"),
    *("víctima", "esclav", "ilegal", "trata", "rescat", "trastorno"),
    *("nạn nhân", "nô lệ", "bất hợp pháp", "giải cứu", "rối loạn"),
    *("ضحية", "عبد", "غير شرعي", "إنقاذ", "اضطراب"),
)
SAID = [
    (need.key, language, text)
    for need in needs.needs()
    for language in LANGUAGES
    for text in (need.names[language], *need.words[language])
]


def keys(text: str) -> list[str]:
    return [need.key for need in needs.meant(text)]


def spelt(need: Need) -> set[tuple[str, ...]]:
    return {words_of(text) for language in LANGUAGES for text in need.words[language]}


def with_one_mistake(text: str, place: int, kind: str, letter: str) -> str:
    """One letter too few, too many or wrong, or two in the wrong order; words stay apart."""
    place %= len(text)
    if kind == "left out":
        return text[:place] + text[place + 1 :]
    if kind == "too many":
        return text[:place] + letter + text[place:]
    if kind == "swapped":
        return text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :]
    return text[:place] + letter + text[place + 1 :]


def test_there_are_some_thirty_and_a_few_come_first() -> None:
    found = needs.needs()
    assert 28 <= len(found) <= 40
    assert 8 <= sum(need.common for need in found) <= 14
    assert len({need.key for need in found}) == len(found)


def test_every_code_is_a_service_of_the_taxonomy() -> None:
    for need in needs.needs():
        assert need.codes, need.key
        assert need.codes <= TERMS.keys(), need.key
        # 2xxxx are the groups of people whom a service is for, which is not what one needs.
        assert all(float(code) < 20000 for code in need.codes), need.key


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(TaxonomyFileError, match="no term 9999"):
        needs._need({"key": "x", "terms": ["9999"]}, needs._Tree())


def test_terms_below_and_those_of_the_same_name_count() -> None:
    sleep = needs.by_key()["sleep"].codes
    assert {"1121", "1135", "1125", "1151"} <= sleep
    assert {"1120", "1128", "1133", "1258"} <= needs.by_key()["food"].codes


def test_only_takes_a_term_without_those_below() -> None:
    sleep = needs.by_key()["sleep"].codes
    assert "1152" in sleep
    assert not {"1153", "1154"} & sleep


def test_ids_are_those_of_the_taxonomy() -> None:
    food, teeth = needs.by_key()["food"], needs.by_key()["teeth"]
    assert str(term_id("1131")) in term_ids([food, teeth])
    assert len(term_ids([food, teeth])) == len(food.codes) + len(teeth.codes)
    assert term_ids([]) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_need_speaks_every_language(language: str) -> None:
    for need in needs.needs():
        assert need.names[language].strip() == need.names[language] != ""
        assert len(need.words[language]) >= 4 or need.key == "language_class"
        with translation.override(language):
            assert need.name == need.names[language]


def test_another_language_reads_the_names_in_english() -> None:
    with translation.override("fr"):
        assert needs.by_key()["food"].name == "Food"


def test_no_need_is_a_diagnosis_or_a_verdict() -> None:
    for key, _language, text in SAID:
        assert not [word for word in VERDICTS if f" {word}" in f" {text.casefold()}"], key


def test_every_name_and_word_finds_its_need() -> None:
    for key, language, text in SAID:
        assert words_of(text), (key, text)
        assert key in keys(text), (key, language, text)


@given(
    st.sampled_from(SAID),
    st.integers(0, 200),
    st.sampled_from(["left out", "too many", "swapped", "wrong"]),
    st.sampled_from(LETTERS),
)
def test_one_mistake_is_forgiven(
    said: tuple[str, str, str], place: int, kind: str, letter: str
) -> None:
    key, _language, text = said
    right = words_of(text)
    assume(len(" ".join(right)) >= SHORTEST_FUZZY)
    typed = with_one_mistake(" ".join(right), place, kind, letter)
    # A mistake may make another known phrase: nobody can tell that from what was meant.
    others = {words for need in needs.needs() if need.key != key for words in spelt(need)}
    assume(not _contains(words_of(typed), others))
    # And a word that became a filler or lost its article is more than one letter off.
    assume(" ".join(words_of(typed)) == typed)
    assert key in keys(typed)


def _contains(words: tuple[str, ...], phrases: set[tuple[str, ...]]) -> bool:
    spans = {words[a:b] for a in range(len(words)) for b in range(a + 1, len(words) + 1)}
    return bool(spans & phrases)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("I need a safe place to sleep tonight, please", "sleep"),
        ("SHLETER", "sleep"),
        ("my boss took my pasport", "papers"),
        ("imigration lawyr", "immigration_lawyer"),
        ("they do not pay me", "wages"),
        ("necesito un abogado de inmigracion", "immigration_lawyer"),
        ("no me pagaron", "wages"),
        ("cho ngu", "sleep"),
        ("toi can luat su di tru", "immigration_lawyer"),
        ("أحتاج إلى طبيب", "doctor"),
        ("مأوي", "sleep"),
        ("الطعام", "food"),
    ],
)
def test_people_write_as_they_speak(typed: str, key: str) -> None:
    assert keys(typed)[0] == key


def test_two_needs_in_one_sentence() -> None:
    assert set(keys("somebody holds my papers and I am hungry")) == {"papers", "food"}


@pytest.mark.parametrize(
    "typed", ["", "   ", "?!", "the of", "Harmony House", "zzzzzz", "x" * 5000]
)
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert keys(typed) == []


@given(st.text(max_size=300))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    assert len(keys(text)) <= 4


def test_a_short_word_must_be_spelt_right() -> None:
    phrases = Phrases([Phrase("a", ("com",)), Phrase("b", ("shelter",))])
    assert phrases.meant("con") == []
    assert phrases.meant("com") == ["a"]
    assert phrases.meant("sheltar") == ["b"]
    assert phrases.meant("sheltarr") == []


def test_a_longer_phrase_beats_a_word_of_it() -> None:
    phrases = Phrases([Phrase("work", ("work",)), Phrase("permit", ("work", "permit"))])
    assert phrases.meant("work permti") == ["permit"]
    assert phrases.meant("work") == ["work"]


def test_a_right_word_beats_a_wrong_one() -> None:
    phrases = Phrases([Phrase("food", ("food",)), Phrase("lawyer", ("lawyer",))])
    assert phrases.meant("good lawyer") == ["lawyer"]
    assert phrases.meant("good") == ["food"]


def test_phrases_that_are_as_near_are_all_meant() -> None:
    phrases = Phrases([Phrase("a", ("visit",)), Phrase("b", ("vista",))])
    assert set(phrases.meant("visia")) == {"a", "b"}
