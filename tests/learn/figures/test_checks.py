"""Ours are in order, and each mistake in an organisation's file is named with what to change."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from tests.learn.figures.records import FIGURE, read_with, some_figure, write
from waymark.commands import content
from waymark.learn.content.faults import ContentError
from waymark.learn.figures import queries
from waymark.learn.figures.checks import of_book, problems
from waymark.learn.figures.reading import Book, book, read_book
from waymark.learn.figures.record import Confidence, Figure, Measure, Point, Series, Unit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An organisation's own folder, empty."""
    monkeypatch.setattr(settings, "CONTENT_FOLDER", tmp_path)
    yield tmp_path
    book.forget()


def changed(original: Book, *figures: Figure) -> Book:
    """The same book with these figures in place of those with their ids."""
    return replace(original, figures={**original.figures, **{each.id: each for each in figures}})


def test_ours_are_in_order() -> None:
    assert problems() == []
    assert "waymark.learn.figures.checks" in content.CHECKS


def test_an_organisation_adds_a_figure_and_it_is_shown(folder: Path) -> None:
    found = read_with(folder, FIGURE)
    assert "own-2025" in found.figures
    assert not list(of_book(found))
    book.forget()
    own = queries.figure("own-2025")
    assert own is not None
    assert "12 referrals" in queries.sentence(own)
    assert own in queries.about("countries")


def test_a_figure_of_the_organisation_takes_the_place_of_ours(folder: Path) -> None:
    found = read_with(folder, FIGURE.replace('id = "own-2025"', 'id = "uk-male-2024"'))
    assert found.figures["uk-male-2024"].value == 12
    assert found.places["uk-male-2024"] == folder / "figures" / "counts.toml"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("value = 12", "value = 12.5", "whole number"),
        ("value = 12", "value = -12", "negative"),
        ("value = 12", 'value = "12"', "must be a number"),
        ("value = 12", "value = 12\nlow = 13\nhigh = 14", "between `low` and `high`"),
        ("value = 12", "value = 12\nlow = 11", "together"),
        ('"count"', '"share"', "needs a `denominator`"),
        ('"count"', '"one_in"', "needs a `denominator`"),
        ('"count"', '"total"', "must be one of"),
        ('"referral"', '"victim"', "must be one of"),
        ('"referral"', '"survivor"', "must be one of"),
        ("2025-12-31", "2024-12-31", "must not come after `period_end`"),
        ("review_due = 2027-01-31", "review_due = 2026-01-31", "`review_due` must come after"),
        ('published = "2025"', 'published = "2024"', "before its period begins"),
        ('published = "2025"', 'published = "2026-02"', "`seen` must not come before"),
        ('published = "2025"', 'published = "May 2025"', "must be like"),
        ("https://", "http://", "must begin with https://"),
        ('"US"', '"USA"', "must be one of"),
        ('"US"', '"Texas"', "must be one of"),
        ('confidence = "A"', 'confidence = "B"', "`via`"),
        ("seen = 2026-01-31", 'seen = 2026-01-31\nvia = "a newspaper"', "publisher's own page"),
        ('population = "potential"', 'population = "martians"', "no words for population.martians"),
        ('source = "own"', 'source = "nobody"', "must be one of"),
        ("value = 12", "valeu = 12", "`valeu` is no field here"),
    ],
)
def test_a_mistake_in_one_figure_is_named(folder: Path, old: str, new: str, sentence: str) -> None:
    write(folder, FIGURE.replace(old, new))
    with pytest.raises(ContentError, match=r"counts\.toml") as fault:
        read_book()
    assert sentence in str(fault.value)
    assert problems() == [str(fault.value)]


def test_a_share_above_the_whole_is_refused(folder: Path) -> None:
    text = FIGURE.replace('"count"', '"share"\ndenominator = "registered"')
    assert not list(of_book(read_with(folder, text)))
    with pytest.raises(ContentError, match="from 0 to 100"):
        read_with(folder, text.replace("value = 12", "value = 100.1"))


def test_a_file_named_like_a_language_is_not_taken_for_words(folder: Path) -> None:
    write(folder, FIGURE, "own.toml")
    with pytest.raises(ContentError, match="named like a language"):
        read_book()


def test_the_site_keeps_its_figures_when_the_organisation_mistypes(folder: Path) -> None:
    book.forget()
    assert queries.figure("world-sex-2021")
    write(folder, FIGURE.replace("value = 12", "value = "))
    assert queries.figure("world-sex-2021")
    assert len(problems()) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda f: replace(f, superseded_by=""), "must say `superseded_by"),
        (lambda f: replace(f, superseded_by="moon"), "which is no figure"),
        (lambda f: replace(f, supersedes="moon"), "which is no figure"),
        (lambda f: replace(f, unit=Unit.CASE), "counts something else"),
        (lambda f: replace(f, measure=Measure.SHARE), "counts something else"),
        (lambda f: replace(f, place="US"), "counts something else"),
        (lambda f: replace(f, id="unused"), "address of the site"),
    ],
)
def test_both_ends_of_a_replacement_must_agree(
    change: Callable[[Figure], Figure], sentence: str
) -> None:
    original = book()
    wrong = change(original.figures["world-sex-2016"])
    tampered = changed(original, wrong)
    tampered = replace(tampered, places={**original.places, wrong.id: Path("x.toml")})
    assert any(sentence in problem for problem in of_book(tampered))


def test_figures_that_replace_each_other_in_a_circle_are_found() -> None:
    original = book()
    first, last = (original.figures[each] for each in ("world-sex-2012", "world-sex-2021"))
    tampered = changed(
        original, replace(first, supersedes=last.id), replace(last, superseded_by=first.id)
    )
    found = [problem for problem in of_book(tampered) if "lead back to it" in problem]
    assert len(found) == 3


def test_what_nobody_has_checked_replaces_nothing() -> None:
    original = book()
    newer = replace(original.figures["world-sex-2021"], confidence=Confidence.C)
    assert any("may replace nothing" in problem for problem in of_book(changed(original, newer)))


def test_a_figure_past_its_review_is_reported() -> None:
    old = replace(some_figure(), review_due=some_figure().source.seen)
    assert old.overdue
    assert any("due for review" in problem for problem in of_book(changed(book(), old)))


def test_a_series_joins_nothing_that_must_stay_apart() -> None:
    original = book()
    for series in original.series.values():
        joined = replace(series, points=tuple(Point(p.figure, "") for p in series.points))
        broken = any(point.break_before for point in series.points)
        tampered = replace(original, series={series.id: joined})
        complaints = [problem for problem in of_book(tampered) if "does not follow" in problem]
        # Years that follow each other may stand apart for another reason, which people must see.
        assert bool(complaints) is broken or series.id == "line-signals", series.id


def test_a_series_never_mixes_units() -> None:
    mixed = Series("mixed", "line", "year", (Point("line-cases-2019", ""), Point("au-2024", "x")))
    tampered = replace(book(), series={"mixed": mixed})
    assert any("must agree in unit" in problem for problem in of_book(tampered))


def test_words_that_name_a_unit_are_found() -> None:
    original = book()
    english = {**original.words.texts["en"], "population.women": "Women, identified victims"}
    words = replace(original.words, texts={**original.words.texts, "en": english})
    assert any("population.women names" in p for p in of_book(replace(original, words=words)))


def test_a_language_that_lacks_words_is_found() -> None:
    original = book()
    languages = {**original.words.texts, "es": {"population.women": "Mujeres", "extra.key": "x"}}
    words = replace(original.words, texts=languages)
    found = list(of_book(replace(original, words=words)))
    assert "es.toml: population.men is missing." in found
    assert "es.toml: extra.key has no counterpart in en.toml." in found
