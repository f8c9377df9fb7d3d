"""Content files: what is read, what is refused and how, and what the reader's browser gets."""

import re

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.learn.conftest import Write
from tests.learn.drafts import page
from waymark.learn.content import checks
from waymark.learn.content.faults import ContentError
from waymark.learn.content.markdown import citations, plain_text, to_html
from waymark.learn.content.pages import library, page_at, page_called, pages_of, read_page
from waymark.learn.content.reading import Measure, measure, reading_age

WRONG = {
    "no front matter": ("Only text.", "front matter"),
    "not TOML": (page(title="no quotes"), "not valid TOML"),
    "no title": (page(title=""), "`title` is missing"),
    "a path that says too much": (page(path='"A b"'), "small letters"),
    "an unknown section": (page(section='"sports"'), "must be one of"),
    "a date in quotes": (page(review_due='"2027-01-01"'), "without quotes"),
    "dates the wrong way round": (page(review_due="2026-10-01"), "must come after"),
    "a misspelt field": (page(auther='"x"'), "`auther` is no field"),
    "a source without https": (
        page(sources='\n[[sources]]\nid="a"\ntitle="t"\nurl="ftp://x"\nseen=2026-01-01\n'),
        "must begin with https",
    ),
    "two sources of one id": (page(sources="".join([SRC := """
[[sources]]
id = "a"
title = "t"
url = "https://x.example"
seen = 2026-01-01
""", SRC])), "same `id`"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_is_refused_with_what_to_change(
    own_content: Write, text: str, sentence: str
) -> None:
    path = own_content("pages/county/en.md", text)
    with pytest.raises(ContentError, match=sentence) as fault:
        read_page(path)
    assert str(path) in str(fault.value)


def test_an_organisation_adds_a_page_and_replaces_one_of_ours(own_content: Write) -> None:
    own_content("pages/county/en.md", page())
    own_content("pages/what/en.md", page(path='"what"', title='"Ours, in other words"'))
    with translation.override("en"):
        added, replaced = page_at("county"), page_called("what")
        assert added is not None
        assert replaced is not None
        assert added.title == "Help in our county"
        assert added in pages_of("do")
        assert replaced.title == "Ours, in other words"


def test_a_page_changes_when_its_file_does_and_survives_a_mistyped_line(
    own_content: Write,
) -> None:
    path = own_content("pages/county/en.md", page())
    assert "county" in library()
    path.write_text(page(title='"Renamed"'), encoding="utf-8")
    assert library()["county"]["en"].title == "Renamed"
    path.write_text("+++\nbroken", encoding="utf-8")
    assert library()["county"]["en"].title == "Renamed"
    assert any("front matter" in problem for problem in checks.problems())
    path.unlink()
    assert "county" not in library()


def test_a_broken_file_at_the_start_leaves_what_is_ours(
    own_content: Write, caplog: pytest.LogCaptureFixture
) -> None:
    """A server that starts anew must not lose every page to one mistyped line."""
    ours = set(library())
    library.forget()
    path = own_content("pages/county/en.md", "+++\nbroken = ")
    assert set(library()) == ours
    assert str(path) in caplog.text
    path.write_text(page(), encoding="utf-8")
    assert "county" in library()


def test_a_page_without_the_readers_language_is_shown_in_english(own_content: Write) -> None:
    own_content("pages/county/en.md", page())
    with translation.override("ar"):
        found = page_at("county")
    assert found is not None
    assert found.language == "en"


PROBLEMS = {
    "a source that nothing cites": (page("Nothing cited.\n"), "no sentence cites"),
    "a citation without source": (page("So it is.[^county][^moon]"), "is no source"),
    "a link outside": (page("See [x](https://x.example).[^county]"), "only sources lead outside"),
    "a link to nowhere": (page("See [x](page:moon).[^county]"), "there is no such page"),
    "long sentences": (page("word " * 45 + "end.[^county]"), "make two of it"),
    "hard words": (
        page("Notwithstanding jurisdictional particularities, institutional coordination "
             "necessitates interdepartmental communication.[^county]"),
        "years of age",
    ),
    "a telephone number": (page("Call +1 (555) 010-0199 now.[^county]"), "telephone number"),
    "overdue": (
        page(reviewed_on="2019-01-01", review_due="2020-01-01"), "was due for review"
    ),
    "a path twice": (page(path='"what"'), "already has the path"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_the_check_finds_it(own_content: Write, text: str, sentence: str) -> None:
    path = own_content("pages/county/en.md", text)
    own_content("pages/what/en.md", page(path='"what"', section='"what"'))
    mine = [problem for problem in checks.problems() if "county" in problem.partition(":")[0]]
    assert any(sentence in problem for problem in mine), mine
    assert all(str(path) in problem for problem in mine)


def test_years_and_laws_are_no_telephone_numbers() -> None:
    text = "From 2024 - 2026, or 2024-2026. Lei 13.344/2016, Directive 2004/81/EC, 17 U.S.C. 1591."
    assert not list(checks.telephone_problems(text))
    for number in ("1-888-373-7888", "0800 1234 567", "+84 24 3333 4444", "9118887777"):
        assert list(checks.telephone_problems(f"Call {number}."))


def test_languages_of_a_page_must_agree(own_content: Write) -> None:
    own_content("pages/county/en.md", page())
    own_content("pages/county/es.md", page("Ayudamos.[^county]\n", path='"condado"'))
    found = " ".join(checks.problems())
    assert "`path` differs" in found
    assert "other headings" in found
    assert "links to other pages" in found


@given(st.text(alphabet=st.sampled_from("<>&\"'[]()^:/ ab\n#*_`!\\javscriptpage"), max_size=60))
def test_no_text_becomes_markup_or_leads_outside(text: str) -> None:
    html = to_html(text, sources=["a"], address=lambda slug: "/en/read/x/" if slug == "a" else "")
    for part in html.split("<")[1:]:
        name = part.strip("/").split(">")[0].split(" ")[0]
        assert name in ALLOWED, html
    assert set(re.findall(r'href="([^"]*)"', html)) <= {"/en/read/x/", "#s-a"}


ALLOWED = {
    "p", "em", "strong", "code", "pre", "ul", "ol", "li", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "br", "blockquote", "a", "span", "sup",
}  # fmt: skip


def test_hostile_markdown_stays_text() -> None:
    text = '<script>x</script> ![p](https://e.x/p.png) [a](javascript:x) [b](//e.x) <a href="x">'
    html = to_html(text, sources=[], address=lambda _slug: "")
    assert "<script" not in html
    assert "<img" not in html
    assert "href=" not in html.replace("href=&quot;", "")


def test_plain_text_has_the_words_only() -> None:
    text = "A **b** [c](page:d).[^e]\n\n## F\n\n- g\n"
    assert plain_text(text) == "A b c.\nF\ng"
    assert citations(text) == {"e"}


def test_reading_age_grows_with_sentences_and_words() -> None:
    easy = "The cat sat. The dog ran. We had tea."
    harder = "The neighbour's cat was sitting quietly while the dogs were running about outside."
    for language in ("en", "es", "vi", "ar"):
        assert reading_age(easy, language) < reading_age(harder, language)
        assert reading_age("", language) == 0.0
    assert measure(easy, "en").sentences == 3


def test_reading_age_counted_by_hand() -> None:
    """Ten words, twelve syllables, one sentence: 0.39 x 10 + 11.8 x 1.2 - 15.59 = grade 2.47."""
    text = "The old teacher gave each child a small green apple."
    assert measure(text, "en") == Measure(sentences=1, words=10, syllables=12, longest=10)
    assert reading_age(text, "en") == 7.5


def test_reading_age_in_spanish_counted_by_hand() -> None:
    """Five words, ten syllables, one sentence: -0.205 x 20 + 0.049 x 200 - 3.407 = grade 2.293."""
    text = "La niña come una manzana."
    assert measure(text, "es") == Measure(sentences=1, words=5, syllables=10, longest=5)
    assert reading_age(text, "es") == 7.3
