"""What tells where a closed place is, is found and pointed at; what does not, is left alone."""

import time
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from waymark.directory.leaks import Kind, KnownPlace, Leak, check_fields, find_leaks, marked

DATA = Path(__file__).parent / "data"
RECALL, FALSE_ALARMS = 0.97, 0.03
# Numbers that the invented services are given to be called on, and public hotlines.
PUBLIC = (
    "911",
    "1-888-373-7888",
    "233733",
    "202-555-0199",
    "08000 121 700",
    "1800 737 732",
    "800 555 3000",
    "016",
    "1900 555 599",
    "080022777",
)
HOUSE = KnownPlace(
    street="1200 North Elm Street",
    house_number="1200",
    building="Rose Cottage",
    city="Springfield",
    postcode="62701",
    phones=("+1 202 555 0123",),
    latitude=40.44611,
    longitude=-79.98222,
)
ON_HOPE = KnownPlace(street="Hope Street", house_number="7")
# The most that 20,000 signs may take; the slowest known take a tenth, on a busy machine.
LONGEST, SECONDS = 20_000, 5


def corpus(name: str) -> list[tuple[str, str]]:
    lines = (DATA / f"{name}.txt").read_text("utf-8").splitlines()
    return [(line[:2], line[3:]) for line in lines if not line.startswith("#")]


def kinds(text: str, country: str = "US", place: KnownPlace | None = None) -> set[Kind]:
    return {leak.kind for leak in find_leaks(text, country=country, place=place)}


def found(text: str, **more: object) -> list[str]:
    return [leak.words for leak in find_leaks(text, country="US", **more)]  # type: ignore[arg-type]  # as the call says


class TestCorpus:
    def test_what_leaks_is_found(self) -> None:
        rows = corpus("leaking")
        missed = [row for row in rows if not find_leaks(row[1], country=row[0])]
        assert len(rows) >= 300
        assert len(missed) <= (1 - RECALL) * len(rows), missed

    def test_what_is_innocent_is_left_alone(self) -> None:
        rows = corpus("innocent")
        wrong = [
            (country, text, leaks)
            for country, text in rows
            if (leaks := find_leaks(text, country=country, allowed_numbers=PUBLIC))
        ]
        assert len(rows) >= 300
        assert len(wrong) <= FALSE_ALARMS * len(rows), wrong

    @pytest.mark.parametrize("name", ["leaking", "innocent"])
    def test_each_language_has_its_share(self, name: str) -> None:
        for countries in ({"US", "CA", "GB", "AU"}, {"MX", "ES"}, {"VN"}, {"JO"}):
            assert sum(country in countries for country, _ in corpus(name)) >= 25

    def test_a_sentence_is_in_one_of_them_once(self) -> None:
        both = [text for name in ("leaking", "innocent") for _, text in corpus(name)]
        assert len(set(both)) == len(both)


class TestWhere:
    """Positions are those of the text as it was typed."""

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("Come in. 1200 Elm Street, at night", "1200 Elm Street"),
            ("Ring ２０２-５５５-０１２３ now", "２０２-５５５-０１２３"),
            ("Ring 2\u200b0\u200b2-555-0\u200b123 now", "2\u200b0\u200b2-555-0\u200b123"),
            ("Go to 1200 Еlm Strееt.", "1200 Еlm Strееt"),
            ("e\u0301 1200 E\u0301lm Street e\u0301", "1200 E\u0301lm Street"),
            ("نحن هنا: شَارِعُ النَّخيلِ.", "شَارِعُ النَّخيلِ"),
            ("At 1.2.0.0 E.l.m S.t.r.e.e.t, ask", "1.2.0.0 E.l.m S.t.r.e.e.t"),
            ("Say five five five oh one two three twice", "five five five oh one two three"),
            ("ﬁnd us: 1200  Elm   St", "1200  Elm   St"),
        ],
    )
    def test_the_words_and_nothing_else(self, text: str, words: str) -> None:
        (leak,) = find_leaks(text, country="US")
        assert words in leak.words
        assert len(leak.words) <= len(words) + len("Go to ")
        assert text[leak.start : leak.end] == leak.words

    @settings(deadline=None)
    @given(
        before=st.text(max_size=30),
        address=st.sampled_from(["1200 Elm Street", "202-555-0123", "40.44611, -79.98222"]),
        after=st.text(max_size=30),
    )
    def test_whatever_stands_around_it(self, before: str, address: str, after: str) -> None:
        text = f"{before}\n{address}\n{after}"
        leaks = find_leaks(text, country="US")
        middle = len(before) + 1 + len(address) // 2
        assert any(leak.start <= middle < leak.end for leak in leaks)
        ends = [0] + [each for leak in leaks for each in (leak.start, leak.end)] + [len(text)]
        assert ends == sorted(ends)
        assert all(text[leak.start : leak.end] == leak.words != "" for leak in leaks)

    @settings(deadline=None)
    @given(
        st.lists(
            st.sampled_from("\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u202e"),
            min_size=14,
            max_size=14,
        )
    )
    def test_signs_that_nobody_sees_change_nothing(self, hidden: list[str]) -> None:
        text = "".join(map(str.__add__, "1200 Elm Street", [*hidden, ""]))
        assert kinds(text) == {Kind.ADDRESS}

    @settings(deadline=None)
    @given(st.integers(2_000_000, 9_999_999), st.sampled_from(["-", ".", " - ", "·", "/"]))
    def test_a_number_in_any_setting(self, seven: int, sign: str) -> None:
        text = f"call {str(seven)[:3]}{sign}{str(seven)[3:]} tonight"
        assert Kind.PHONE in kinds(text)


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("1200 Elm Street", Kind.ADDRESS),
            ("Springfield, IL 62701", Kind.POSTCODE),
            ("202-555-0123", Kind.PHONE),
            ("40.44611, -79.98222", Kind.POINT),
            ("https://maps.app.goo.gl/abc", Kind.MAP_LINK),
            ("across from the Walmart", Kind.LANDMARK),
        ],
    )
    def test_each_says_what_to_do_about_it(self, text: str, kind: Kind) -> None:
        (leak,) = find_leaks(text, country="US")
        assert leak.kind is kind
        assert leak.words in leak.sentence
        assert "Take it out" in leak.sentence
        assert leak.only_warns == (kind is Kind.LANDMARK)

    def test_the_sentence_is_in_the_readers_language(self) -> None:
        leak = Leak(0, 3, Kind.PHONE, "12%s{}")
        with translation.override("en"):
            assert leak.sentence.startswith("“12%s{}” looks like a telephone number.")

    def test_a_long_find_is_shown_short(self) -> None:
        leak = Leak(0, 500, Kind.MAP_LINK, "https://goo.gl/maps/" + "x" * 480)
        assert "x…”" in leak.sentence
        assert len(leak.sentence) < 200

    def test_a_map_link_with_an_address_in_it_is_one_find(self) -> None:
        text = "https://maps.google.com/?q=40.44611,-79.98222"
        assert found(text) == [text]


class TestNumbers:
    def test_the_public_ones_may_stand_in_any_form(self) -> None:
        for text in ("(888) 373-7888", "1-888-373-7888", "8 8 8 3737888", "+1 888.373.7888"):
            assert not found(f"Call {text}.", allowed_numbers=["888-373-7888"])
            assert found(f"Call {text}.")

    def test_nothing_else_is_allowed_with_them(self) -> None:
        text = "888-373-7888 or 202-555-0123"
        assert found(text, allowed_numbers=["888-373-7888"]) == ["202-555-0123"]
        assert found("888-373-78889 5", allowed_numbers=["888-373-7888"])
        assert found("911 Elm Street", allowed_numbers=["911"])

    def test_one_in_letters_is_the_same_number(self) -> None:
        assert not found("1-800-799-SAFE", allowed_numbers=["800-799-7233"])
        assert found("1-800-799-SAFE", allowed_numbers=["800-799-7234"])

    def test_an_allowed_number_that_is_none_allows_nothing(self) -> None:
        assert found("202-555-0123", allowed_numbers=["", "none", "+", "12"])

    @pytest.mark.parametrize("country", ["", "XX", "us"])
    def test_a_country_that_is_unknown_is_no_way_around(self, country: str) -> None:
        assert find_leaks("+1 202 555 0123, 1200 Elm Street", country=country)


class TestPostcodes:
    @pytest.mark.parametrize(
        "box", ["PO Box 12", "P.O. Box 12", "Post office box 12", "Apartado 12"]
    )
    def test_those_of_a_post_office_box_may_stand(self, box: str) -> None:
        assert not found(f"{box}, Springfield, IL 62701")
        assert found(f"{box}\nSpringfield, IL 62701")
        assert found(f"Springfield, IL 62701, {box}")


class TestOwn:
    @pytest.mark.parametrize(
        "text",
        [
            "on Elm, near the mill",
            "we live on elm",
            "ELM STREET",
            "Elm St at the top",
            "calle Elm",
            "Rose Cottage",
            "the rose-cottage team",
            "Springfield 62701",
            "6 2 7 0 1",
            "the line ending 555 0123",
            "five five five oh one two three",
            "40.45 is the latitude",
            "near -79.98",
            "house 1200",
            "Еlm",
        ],
    )
    def test_its_words_are_known_in_any_form(self, text: str) -> None:
        assert kinds(text, place=HOUSE)

    def test_the_number_beside_the_street(self) -> None:
        text = "on Elm, near the mill, number twelve hundred"
        leaks = find_leaks(text, country="US", place=HOUSE)
        assert {leak.words for leak in leaks} >= {"Elm", "twelve hundred"}

    @pytest.mark.parametrize(
        "text",
        [
            "1200 people came in 2024",
            "Springfield and its county",
            "north of the county",
            "A rose for every guest",
            "helm and whelming elmwood",
            "48.2 of them",
            "Built on trust",
        ],
    )
    def test_what_is_not_its_own_stays(self, text: str) -> None:
        assert not kinds(text, place=HOUSE)

    def test_a_street_that_is_a_word_is_known_where_a_place_stands(self) -> None:
        for text in ("on Hope Street", "hope st.", "We are on Hope", "7 Hope", "calle Hope"):
            assert kinds(text, place=ON_HOPE), text
        for text in ("We hope with you", "Hope for all", "There is hope, on every day"):
            assert not kinds(text, place=ON_HOPE), text

    def test_a_place_of_which_nothing_is_known_finds_nothing(self) -> None:
        assert not kinds("Elm and hope, 1200 of them, on to 62701 things", place=KnownPlace())

    @settings(deadline=None)
    @given(st.text(max_size=40))
    def test_any_name_of_a_street_is_no_pattern(self, name: str) -> None:
        place = KnownPlace(name, name, name, name, name, (name,))
        find_leaks("on Elm, .* 1200 (a+)+", country="US", place=place)


class TestForms:
    FIELDS = {"name": "Elm House", "description": "At 1200 Elm Street.", "notes": ""}

    def test_only_fields_that_leak_are_named(self) -> None:
        told = check_fields(self.FIELDS, country="US")
        assert list(told) == ["description"]
        assert list(check_fields(self.FIELDS, country="US", place=HOUSE)) == ["name", "description"]

    def test_public_numbers_are_passed_on(self) -> None:
        fields = {"a": "Call 202-555-0123"}
        assert check_fields(fields, country="US")
        assert not check_fields(fields, country="US", allowed_numbers=["202-555-0123"])


class TestMarked:
    def test_the_words_are_marked_and_everything_is_escaped(self) -> None:
        text = "<b>1200 Elm Street</b> & 202-555-0123"
        shown = marked(text, find_leaks(text, country="US"))
        assert shown == (
            "&lt;b&gt;<mark>1200 Elm Street</mark>&lt;/b&gt; &amp; <mark>202-555-0123</mark>"
        )

    def test_overlapping_and_unsorted_ones(self) -> None:
        leaks = [Leak(*span, Kind.OWN, "") for span in ((4, 6), (0, 3), (2, 5), (2, 3))]
        assert marked("abcdefg", leaks) == "<mark>abc</mark><mark>de</mark><mark>f</mark>g"

    def test_nothing_found_is_the_text(self) -> None:
        assert marked("a < b", []) == "a &lt; b"

    @settings(deadline=None)
    @given(st.text(max_size=80))
    def test_nothing_of_the_text_is_lost(self, text: str) -> None:
        leaks = find_leaks(text, country="US")
        shown = marked(text, leaks)
        assert shown.replace("<mark>", "").replace("</mark>", "") == marked(text, [])


SIGNS = (
    "a A 1 ا Elm é \u0301 \u200b ₤ .. 1- 1. a. (1 °1 12/ + / $1 l0 \u3000 AA1 A1A "
    "1,2 40.446, geo:1 https://www. goo.gl/maps"
)
BRICKS = SIGNS.split()


@pytest.mark.parametrize(
    "brick",
    [
        *BRICKS,
        *(f"{brick} " for brick in BRICKS),
        *("five ", "five and ", "12 Elm ", "corner of ", "calle a ", "near the a ", "in the "),
        *("Between A and A ", "what3words ", "a.b.c.", "P.O. Box ", "شارع ", "đường ", "\n"),
        *("a" * 20 + " ", "A" * 25 + " ", "1200 elm street ", "Elm & ", "carretera a "),
    ],
)
def test_no_text_takes_long(brick: str) -> None:
    text = (brick * LONGEST)[:LONGEST]
    begun = time.process_time()
    find_leaks(text, country="US", place=HOUSE, allowed_numbers=PUBLIC)
    assert time.process_time() - begun < SECONDS


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(BRICKS), max_size=12), st.integers(1, 2000))
def test_nor_do_mixtures(bricks: list[str], times: int) -> None:
    text = (" ".join(bricks) * times)[:LONGEST]
    begun = time.process_time()
    find_leaks(text, country="US", place=HOUSE)
    assert time.process_time() - begun < SECONDS
