"""The instruments that are carried, those that are not, and what files may not say."""

import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import LazySettings

from waymark.accounts.roles import Role
from waymark.learn.content.faults import ContentError
from waymark.learn.content.words import Words
from waymark.screening.instruments.checks import parity, problems
from waymark.screening.instruments.model import Kind
from waymark.screening.instruments.reading import OURS, instruments, read_instruments
from waymark.screening.instruments.scoring import Weight
from waymark.screening.instruments.studies import read_absent, studies_with_both

CARRIED = read_instruments()
REFERENCE = Path(__file__).resolve().parents[4] / "shared/reference/screening/delphi_labour.csv"
# What a person is or looks like is never an input to a rule.
NEVER = re.compile(
    r"\b(national|ethnic|race|skin|gender|wom[ae]n|m[ae]n|girls?|boys?|transgender|gay|cloth\w*|"
    r"dress\w*|tattoo\w*|sex work\w*|prostitut\w*|religio\w*|foreign\w*)\b",
    re.IGNORECASE,
)


def test_what_is_carried() -> None:
    assert {key: each.questions for key, each in CARRIED.items()} == {
        "blue-campaign": 14,
        "delphi-labour-adult": 67,
        "delphi-labour-child": 66,
        "state-flags": 18,
        "unodc-general": 7,
        "unodc-sexual": 11,
    }


@pytest.mark.parametrize(
    ("key", "dimensions", "weak"),
    [("adult", [10, 10, 16, 9, 15, 7], None), ("child", [10, 10, 15, 8, 15, 7], 0)],
)
def test_the_sets_of_the_rule(key: str, dimensions: list[int], weak: int | None) -> None:
    weighted = [item for item in CARRIED[f"delphi-labour-{key}"].items if item.weight]
    per_dimension = Counter(item.group for item in weighted)
    assert [per_dimension[f"D{number}"] for number in range(1, 7)] == dimensions
    assert len(weighted) == sum(dimensions) == {"adult": 67, "child": 65}[key]
    if weak is not None:
        assert sum(item.weight is Weight.WEAK for item in weighted) == weak
    assert all(item.verify for item in weighted)


@pytest.mark.skipif(not REFERENCE.exists(), reason=f"the reference table is not at {REFERENCE}")
def test_the_weights_are_those_of_the_reference_table() -> None:
    import csv

    rows = list(csv.DictReader(REFERENCE.read_text(encoding="utf-8").splitlines()))
    for key in ("adult", "child"):
        ours = {i.code: i.weight.value for i in CARRIED[f"delphi-labour-{key}"].items if i.weight}
        column = f"weight_{key}_labour"
        assert ours == {r["code"]: r[column] for r in rows if r[column] != "-"}


def test_what_a_person_is_is_never_scored() -> None:
    rules = [each for each in CARRIED.values() if each.kind is Kind.RULE]
    assert len(rules) == 2
    for instrument in rules:
        for item in instrument.items:
            assert not item.profiling
            assert not NEVER.search(item.text), item.code


def test_whatever_invites_profiling_is_marked_and_for_trained_staff_only() -> None:
    for instrument in CARRIED.values():
        for item in instrument.items:
            if NEVER.search(item.text):
                assert item.profiling, item.code
            if item.profiling:
                assert instrument.needs_training
                assert Role.HOTLINE_WORKER not in instrument.roles
    profiling = {item.code for item in CARRIED["unodc-sexual"].items if item.profiling}
    assert profiling == {"S3", "S6", "S7", "S8", "S9"}


def test_every_instrument_says_what_it_must() -> None:
    for instrument in CARRIED.values():
        assert not instrument.studies, "a study changes what its page says: check the words"
        assert instrument.licence.url.startswith("https://")
        assert not instrument.review.overdue
        assert {item.source for item in instrument.items} <= set(instrument.sources)
        for item in instrument.items:
            assert item.also or instrument.kind is Kind.RULE, item.code
        for group in instrument.groups:
            assert instrument.items_of(group)
            assert instrument.words(f"groups.{group}.title")
        for setting in instrument.settings:
            assert instrument.words(f"settings.{setting}")
        for pattern in instrument.rule.patterns if instrument.rule else ():
            assert instrument.words(f"patterns.{pattern.key}.text")


def test_what_is_not_carried_says_why() -> None:
    shelved = read_absent()
    ids = [each.id for each in shelved.absent]
    assert {"tvit", "qyit", "htiam", "raft", "greenbaum", "cse-it", "pearr"} <= set(ids)
    assert not set(ids) & set(CARRIED)
    assert shelved.assumed.prevalence == 1.4
    assert all(each.why and each.about for each in shelved.absent)


def test_every_study_with_both_shares_has_counts_that_give_them() -> None:
    studies = studies_with_both()
    assert len(studies) == 6
    for study in studies:
        assert study.counts
        assert study.about
        assert study.caution
        table = study.counts
        share = table.with_experience / (table.with_experience + table.without_experience)
        assert study.prevalence is None or share == pytest.approx(study.prevalence, abs=0.0006)


# ---- An organisation's own files ----


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    """An organisation's folder with one instrument of its own."""
    settings.CONTENT_FOLDER = str(tmp_path)
    carried = tmp_path / "instruments" / "carried"
    carried.mkdir(parents=True)
    text = (OURS / "instruments/carried/unodc-general.toml").read_text(encoding="utf-8")
    (carried / "unodc-general.toml").write_text(text, encoding="utf-8")
    return carried


def change(folder: Path, old: str, new: str) -> None:
    path = folder / "unodc-general.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_an_organisation_replaces_a_version(folder: Path) -> None:
    change(folder, 'version = "1"', 'version = "1-otter"')
    instruments.forget()
    assert instruments()["unodc-general"].version == "1-otter"
    instruments.forget()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "flags"', 'kind = "score"', "must be one of flags, rule"),
        ('kind = "flags"', 'kind = "rule"', r"\[scoring\] is missing"),
        ('"supervisor"]', '"everybody"]', "not 'everybody'"),
        ('"office", ', '"online", ', "not 'online'"),
        ('code = "U2"', 'code = "U1"', "same `code`"),
        ('code = "U2"', 'code = "U99"', "no words for the item 'U99'"),
        ('group = "seen"', 'group = "guessed"', "must be one of seen"),
        ('source = "unodc"', 'source = "somebody"', "must be one of unodc"),
        ('code = "U2"', 'code = "U2"\nscore = 5', "`score` is no field"),
        ("age_may_be_unknown = true", "", "`age_may_be_unknown` is missing"),
    ],
)
def test_a_wrong_file_says_what_to_mend(folder: Path, old: str, new: str, says: str) -> None:
    change(folder, old, new)
    with pytest.raises(ContentError, match=says):
        read_instruments()


def test_counts_that_do_not_give_the_printed_share_are_refused(folder: Path) -> None:
    text = (OURS / "instruments/absent.toml").read_text(encoding="utf-8")
    path = folder.parent / "absent.toml"
    path.write_text(text.replace("true_positives = 26", "true_positives = 25"), encoding="utf-8")
    with pytest.raises(ContentError, match=r"give a sensitivity of 0\.833"):
        read_absent()
    path.write_text(text.replace("true_positives = 26", "true_positives = 31"), encoding="utf-8")
    with pytest.raises(ContentError, match="check the counts"):
        read_absent()


# ---- What `waymark content check` says ----


def test_our_own_files_have_no_problem() -> None:
    assert problems() == []


def test_profiling_in_untrained_hands_is_a_problem(folder: Path) -> None:
    change(folder, 'code = "U2"', 'code = "U2"\nprofiling = true')
    assert problems() == ["unodc-general: U2 invites profiling: set `needs_training = true`."]


def test_an_overdue_review_is_a_problem(folder: Path) -> None:
    change(folder, "reviewed_on = 2026-11-30", "reviewed_on = 2020-11-30")
    change(folder, "review_due = 2027-05-31", "review_due = 2021-05-31")
    assert problems() == ["unodc-general: was due for review on 2021-05-31: check it."]


def test_a_language_that_lacks_words_is_a_problem() -> None:
    texts = {"en": {"a": "One {n}", "b": "Two"}, "es": {"a": "Uno", "c": "Tres"}}
    assert list(parity(Words(texts))) == [
        "instruments/es.toml: has no b.",
        "instruments/es.toml: c is not in en.toml.",
        "instruments/es.toml: a has other placeholders than en.toml.",
    ]


def test_no_words_are_left_over() -> None:
    """Every item in en.toml belongs to an instrument."""
    used = {f"{item.namespace}.{item.code}" for each in CARRIED.values() for item in each.items}
    keys = read_absent().words.texts["en"]
    written = {key.split(".", 1)[1].rsplit(".", 1)[0] for key in keys if key.startswith("items.")}
    assert written == used
