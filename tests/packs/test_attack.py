"""Whatever the counts and whichever periods are made in whichever order, no small number follows.

The attacker is a solver of its own (`attacker.py`) and knows nothing of how tables are made safe.
"""

from collections import Counter
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.packs.attacker import ALL, JOINT, PROMISE, TABLES, URGENCY, Attacker, Counts, Run
from waymark.evidence.disclosure import CannotProtect, TableError
from waymark.packs.definitions import packs
from waymark.packs.linking import SMALL, Edition, Linking
from waymark.packs.tally import Cells

POPULATION = packs()["hotline"].population
MONTHS = ("2025-01", "2025-02", "2025-03")
PERIODS = tuple(frozenset(MONTHS[first:last]) for first in range(3) for last in range(first + 1, 4))
# Mostly few, as small houses have them, and now and then many.
NUMBERS = st.integers(0, 6) | st.sampled_from((0, 0, 1, 9, 20))
FEW = st.integers(0, 2)


Story = list[tuple[frozenset[str], Mapping[str, Counts]]]


def counted(of: Counts) -> Cells:
    """A month's counts in every table that is shown."""
    found: dict[str, Counter[str]] = {ALL: Counter(), **{table: Counter() for table in TABLES}}
    for (urgency, promise), number in of.items():
        labels = {ALL: "", "urgency": urgency, "promise": promise}
        labels["urgency+promise"] = f"{urgency}|{promise}"
        for table, label in labels.items():
            found[table][label] += number
    return {table: {k: n for k, n in cells.items() if n} for table, cells in found.items()}


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Periods in the order in which they are made, each with what had been recorded meanwhile."""
    story: Story = []
    seen = set[str]()
    for _ in range(draw(st.integers(1, 3))):
        months = draw(st.sampled_from(PERIODS))
        new: dict[str, Counts] = {
            month: {joint: draw(FEW if month in seen else NUMBERS) for joint in JOINT}
            for month in sorted(months)
        }
        seen |= months
        story.append((months, new))
    return story


def told(story: Story) -> list[Run]:
    """The runs of a story, as far as tables could be made; one that is refused is never shown."""
    runs: list[Run] = []
    editions: list[Edition] = []
    waiting: dict[str, Counter[tuple[str, str]]] = {}
    for months, new in story:
        for month, numbers in new.items():
            waiting.setdefault(month, Counter()).update(numbers)
        fresh = {month: waiting[month] for month in months}
        slices = {month: counted(numbers) for month, numbers in fresh.items()}
        edition = Edition(months, slices, TABLES)
        try:
            made = Linking(POPULATION, [*editions, edition]).protect()
        except (CannotProtect, TableError):
            continue
        editions.append(Edition(months, slices, TABLES, made.shown, made.why))
        runs.append(Run(months, {m: dict(n) for m, n in fresh.items()}, made.shown))
        for month in months:
            waiting.pop(month)
    return runs


@settings(max_examples=15)
@given(stories())
def test_no_small_number_follows_from_all_that_was_ever_shown(
    story: Story,
) -> None:
    runs = told(story)
    assert Attacker(runs).given_away(SMALL) == []


@settings(max_examples=8)
@given(stories())
def test_every_number_that_is_shown_is_true(
    story: Story,
) -> None:
    """Nothing is made up: a number is what was counted, or it is kept back."""
    attacker = Attacker(told(story))
    truth = attacker.truth()
    for at, table, labels, number in attacker.cells():
        if number is not None:
            assert number == attacker.row(at, table, labels) @ truth


def test_the_attacker_would_notice() -> None:
    """With the total beside it, one number that is kept back alone is no secret."""
    new = {"2025-01": dict.fromkeys(JOINT, 0) | {("urgent", "kept"): 20, ("other", "kept"): 3}}
    shown: dict[str, dict[str, int | None]] = {
        ALL: {"": 23},
        "urgency": {"urgent": 20, "other": None},
    }
    runs = [Run(frozenset(["2025-01"]), new, shown)]
    assert "run 0, urgency, other" in Attacker(runs).given_away(SMALL)


def test_the_attacker_would_notice_what_came_between_two_tables() -> None:
    first = {"2025-01": dict.fromkeys(JOINT, 0) | {("urgent", "kept"): 20}}
    late = {"2025-01": dict.fromkeys(JOINT, 0) | {("urgent", "kept"): 2}}
    month = frozenset(["2025-01"])
    runs = [Run(month, first, {ALL: {"": 20}}), Run(month, late, {ALL: {"": 22}})]
    assert Attacker(runs).given_away(SMALL) == ["run 1 less run 0, all, "]


def test_a_large_table_is_shown_whole() -> None:
    """Protection that keeps everything back would pass every test above, and serve nobody."""
    new: dict[str, Counts] = {"2025-01": dict.fromkeys(JOINT, 30)}
    [run] = told([(frozenset(["2025-01"]), new)])
    assert run.shown[ALL] == {"": 30 * len(JOINT)}
    assert set(run.shown["urgency"].values()) == {30 * len(PROMISE)}
    kept_back = [n for cells in run.shown.values() for n in cells.values() if n is None]
    assert not kept_back
    assert {labels for labels, n in run.shown["urgency+promise"].items() if n} == {
        f"{one}|{other}" for one in URGENCY for other in PROMISE
    }
