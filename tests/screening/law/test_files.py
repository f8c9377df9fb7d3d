"""Files of laws: a new one just works, and one that is wrong says what to change."""

from datetime import date
from pathlib import Path

import pytest

from waymark.learn.content.faults import ContentError
from waymark.learn.content.reading import measure
from waymark.screening.law import checks
from waymark.screening.law.engine import assess
from waymark.screening.law.facts import Age, Facts
from waymark.screening.law.reading import Book, book, keys_of, read_book
from waymark.screening.three_valued import Truth

from .situations import TODAY

LAW = """
id = "nn-penal-1"
title = "Penal Code of Nowhere, section 1"
jurisdiction = "NN"
level = "national"
day = "happened"
effective_from = 2010-01-01
effective_to = 2019-12-31
child_age = 16
adult_means = true
child_means = false
reviewed_by = "Ann Lawyer"
reviewed_on = 2026-11-01
review_due = 2027-05-01

[act]
article = "s. 1(a)"
source = "code"
codes = ["recruit", "hide"]

[means]
article = "s. 1(b)"
source = "code"
codes = ["force"]

[purpose]
article = "s. 1(c)"
source = "code"
codes = ["labour"]

[[predicates]]
id = "trafficking"
kind = "offence"
definition = true

[[sources]]
id = "code"
title = "Penal Code of Nowhere"
url = "https://law.example/1"
seen = 2026-11-01
"""
WORDS = """
[jurisdictions]
NN = "Nowhere"
[regimes.nn-penal-1]
name = "Trafficking in Nowhere"
note = "A court decides."
[regimes.nn-penal-1.predicates]
trafficking = "Trafficking"
[facts.acts]
hide = "Somebody hid the person"
"""


@pytest.fixture
def nowhere(own_folder: Path) -> Path:
    """A law of the organisation's own."""
    (own_folder / "en.toml").write_text(WORDS, encoding="utf-8")
    (own_folder / "nn-1.toml").write_text(LAW, encoding="utf-8")
    return own_folder


def test_a_new_law_is_a_file(nowhere: Path) -> None:
    found = book()
    assert found.words("facts.acts.hide") == "Somebody hid the person"
    assert found.words("facts.acts.recruit") == "Somebody recruited the person"
    answers = {"acts.hide": Truth.TRUE, "purposes.labour": Truth.TRUE}
    day = date(2015, 1, 1)
    result = assess(found.law, "nn-penal-1", Facts(day, TODAY, Age(0, 16), answers))
    assert result.statements[0].truth is Truth.TRUE
    [adult] = assess(found.law, "nn-penal-1", Facts(day, TODAY, Age(16), answers)).statements
    assert adult.missing == ("means.force",)
    between = assess(found.law, "nn-penal-1", Facts(day, TODAY, Age(0, 18), answers))
    assert [branch.child for branch in between.statements[0].branches] == [True, False]
    assert checks.problems() == []


def test_two_versions_are_chosen_by_the_day(nowhere: Path) -> None:
    later = LAW.replace("2019-12-31", "2030-12-31").replace("2010-01-01", "2020-01-01")
    later = later.replace('"s. 1(a)"', '"s. 2(a)"')
    (nowhere / "nn-2.toml").write_text(later, encoding="utf-8")
    found = book().law
    for day, article in ((date(2019, 12, 31), "s. 1(a)"), (date(2020, 1, 1), "s. 2(a)")):
        elements = assess(found, "nn-penal-1", Facts(day, TODAY, Age(), {}))
        first = elements.statements[0].branches[0].findings[0].element
        assert first.article == article
    assert found.on("nn-penal-1", date(2031, 1, 1)) is None


def test_an_element_is_asked_for_from_its_own_day(nowhere: Path) -> None:
    later = '[[predicates.elements]]\nid = "intent"\narticle = "s. 1(d)"\nsource = "code"\n'
    later += 'codes = ["intent"]\neffective_from = 2015-01-01\neffective_to = 2016-12-31\n\n'
    text = LAW.replace("[[sources]]", f"{later}[[sources]]", 1)
    (nowhere / "nn-1.toml").write_text(text, encoding="utf-8")
    answers = dict.fromkeys(("acts.hide", "means.force", "purposes.labour"), Truth.TRUE)
    for day, truth in (
        (date(2014, 12, 31), Truth.TRUE),
        (date(2015, 1, 1), Truth.UNKNOWN),
        (date(2016, 12, 31), Truth.UNKNOWN),
        (date(2017, 1, 1), Truth.TRUE),
    ):
        elements = assess(book().law, "nn-penal-1", Facts(day, TODAY, Age(), answers))
        assert elements.statements[0].truth is truth, day


def test_the_organisations_file_takes_the_place_of_ours(own_folder: Path, laws: Book) -> None:
    ours = Path(checks.__file__).parents[1] / "data" / "law" / "coe-197.toml"
    changed = ours.read_text(encoding="utf-8").replace("No. 197", "No. 197 (checked)")
    (own_folder / "coe-197.toml").write_text(changed, encoding="utf-8")
    assert book().law.latest("coe-197").title.endswith("(checked)")
    assert len(book().law.versions) == len(laws.law.versions)


FAULTS = [
    ('id = "nn-penal-1"', 'id = "NN 1"', "small letters"),
    ('kind = "offence"', 'kind = "guilty"', "must be one of"),
    ('day = "happened"', 'day = "someday"', "must be one of"),
    ("effective_from = 2010-01-01", 'effective_from = "2010"', "must be a date"),
    ("2019-12-31", "2009-12-31", "must not come before"),
    ("adult_means = true\n", "", "`adult_means` is missing"),
    ("child_age = 16", "child_age = '16'", "whole number"),
    ('"recruit", "hide"', '"recruit", "recruit"', "stands there twice"),
    ('"recruit", "hide"', '"recruit", "Hide!"', "small letters, digits and _"),
    ('codes = ["recruit", "hide"]', "", "it needs `codes`"),
    ('"recruit", "hide"', '"recruit", "fly"', "has no words for 'facts.acts.fly'"),
    ('source = "code"\ncodes = ["force"]', 'source = "blog"\ncodes = ["force"]', "must be one of"),
    ("definition = true", "", "it has no elements"),
    ("[purpose]", "[porpoise]", "no field here"),
    ("review_due = 2027-05-01", "review_due = 2026-05-01", "must come after"),
    ("https://law.example/1", "law.example", "must begin with https"),
    ('jurisdiction = "NN"', 'jurisdiction = "QQ"', "no words for 'jurisdictions.QQ'"),
    ("[act]", "[act", "not valid TOML"),
    (
        "definition = true",
        'elements = [{ id = "act", article = "1", source = "code", regimes = ["zz"] }]',
        "'zz' is no other law here",
    ),
    (
        "definition = true",
        'elements = [{ id = "act", article = "1", source = "code" }]',
        "either `codes` or `regimes`",
    ),
]


@pytest.mark.parametrize(("old", "new", "says"), FAULTS)
def test_a_wrong_file_says_what_to_change(nowhere: Path, old: str, new: str, says: str) -> None:
    assert old in LAW
    (nowhere / "nn-1.toml").write_text(LAW.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ContentError, match=r"nn-1\.toml: ") as fault:
        read_book()
    assert says in fault.value.sentence
    [problem] = checks.problems()
    assert says in problem


@pytest.mark.parametrize("name", ["es", "nn", "gb-law"])
def test_a_law_is_not_named_like_a_language(nowhere: Path, name: str) -> None:
    (nowhere / f"{name}.toml").write_text(LAW, encoding="utf-8")
    with pytest.raises(ContentError, match="its name is that of a language"):
        read_book()


def test_two_texts_for_one_day_are_refused(nowhere: Path) -> None:
    (nowhere / "nn-3.toml").write_text(LAW, encoding="utf-8")
    with pytest.raises(ContentError, match="in force on the same day"):
        read_book()


def test_a_wrong_file_takes_no_law_away(nowhere: Path) -> None:
    before = book()
    (nowhere / "nn-1.toml").write_text("id =", encoding="utf-8")
    assert book() is before


def test_ours_are_in_order(laws: Book) -> None:
    assert checks.problems() == []
    for regime in laws.every():
        assert all(source.seen <= TODAY for source in regime.sources), regime.id
        used = {element.source.id for element in regime.elements()}
        used |= {code.source.id for code in regime.codes()}
        assert used <= {source.id for source in regime.sources}


def test_words_are_plain_and_never_a_verdict(laws: Book) -> None:
    keys = {key for regime in laws.every() for key in keys_of(regime)}
    for key in keys:
        text = laws.words(key, "en")
        assert measure(text, "en").longest <= 25, key
        lower = text.lower()
        for word in ("rescue", "slaves", "is a trafficker", "was a victim", "you are"):
            assert word not in lower, key


def test_words_that_are_missing_in_a_language_are_named(nowhere: Path) -> None:
    begun = '[regimes.nn-penal-1]\nname = "La trata en Nada"\n'
    (nowhere / "es.toml").write_text(begun, encoding="utf-8")
    missing = "law/es.toml: has no words for 'regimes.nn-penal-1.note'"
    assert any(missing in problem for problem in checks.problems())
