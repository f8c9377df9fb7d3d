"""All 486 rows: six laws, three ages, and three values each for act, means and purpose."""

import csv
import json
from pathlib import Path

import pytest

from waymark.screening.law.engine import assess
from waymark.screening.law.reading import Book

from .situations import AGES, LETTERS, MEANS, ROWS, TODAY, expected, row_facts

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference" / "law"
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the reference files are not beside this tree"
)


def test_every_row_comes_out_as_every_way_agrees(laws: Book) -> None:
    assert len(ROWS) == 486
    for regime, age, *letters in ROWS:
        found = assess(laws.law, regime, row_facts(laws, regime, age, letters))
        [statement] = found.statements
        assert statement.truth is expected(regime, age, *letters), (regime, age, letters)


def in_our_words(word: str, level: str) -> set[str]:
    """Where a treaty puts two things in one word ("threat or use of force"), we ask for each."""
    if level != "national" and word in {"force", "slavery_like"}:
        return {"force", "threat_of_force"} if word == "force" else {"slavery", "slavery_like"}
    return {word.replace("harbor", "harbour")}


@needs_reference
def test_the_reference_table_says_the_same() -> None:
    with (REFERENCE / "amp_truth_table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 486
    for row in rows:
        letters = (row["act"], row["means"], row["purpose"])
        truth = expected(row["regime"].lower(), row["age"], *letters)
        assert truth is LETTERS[row["elements_result"]], row


@needs_reference
def test_the_reference_lists_are_ours(laws: Book) -> None:
    reference = json.loads((REFERENCE / "amp_rules.json").read_text(encoding="utf-8"))
    assert {name.lower() for name in reference} == set(MEANS)
    for name, rules in reference.items():
        regime = laws.law.on(name.lower(), TODAY)
        assert regime is not None
        assert (rules["adult_means"], rules["child_means"]) == MEANS[regime.id]
        for group in ("acts", "means", "purposes"):
            ours = {
                code.fact.partition(".")[2]
                for code in regime.codes()
                if code.fact.startswith(f"{group}.")
            }
            theirs = {word for each in rules[group] for word in in_our_words(each, regime.level)}
            assert ours == theirs, name


@pytest.mark.parametrize("regime", MEANS)
@pytest.mark.parametrize("age", AGES)
def test_the_child_comes_first_where_the_age_is_not_known(
    laws: Book, regime: str, age: str
) -> None:
    found = assess(laws.law, regime, row_facts(laws, regime, age, "UUU"))
    shown = [branch.child for branch in found.statements[0].branches]
    assert shown == {"adult": [False], "child": [True], "unknown": [True, False]}[age]


@pytest.mark.parametrize("regime", MEANS)
def test_a_branch_asks_a_child_for_means_only_where_the_law_does(laws: Book, regime: str) -> None:
    found = assess(laws.law, regime, row_facts(laws, regime, "unknown", "TTT"))
    for branch in found.statements[0].branches:
        asked = any(each.element.id == "means" and each.needed for each in branch.findings)
        assert asked is MEANS[regime][1 if branch.child else 0]
