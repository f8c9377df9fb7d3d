"""What is compared, which pairs are compared, and how the model learns: the same on every engine.

A Fellegi-Sunter model in Splink (Fellegi and Sunter 1969, *Journal of the American Statistical
Association* 64, 1183-1210). Nothing here names DuckDB or Spark: Splink writes the SQL.
"""

from typing import Any

import splink.comparison_level_library as level
import splink.comparison_library as comparison
from splink import Linker, SettingsCreator, block_on

Rules = tuple[Any, ...]
ComparisonLevel = Any  # Splink publishes no type for the mixture of levels it takes.

# How many candidate pairs come from a rule that finds nearly only matches.
SURE = (block_on("name_key", "year", "month", "day"),)
SURE_RECALL = 0.5


def settings(rows: int) -> SettingsCreator:
    """Comparisons of names, date of birth and place, and the rules that propose pairs.

    All registers are one table, so that a register may hold a person twice. The widest rules grow
    with the square of `rows` and are left out above MANY.
    """
    return SettingsCreator(
        link_type="dedupe_only",
        comparisons=[names(), birth(), place()],
        blocking_rules_to_generate_predictions=[*BLOCKING, *(WIDE if rows <= MANY else ())],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )


# Pairs that agree on one of these are compared; between them they forgive one wrong field, names
# that changed places, a transliteration, and a day and month the wrong way round.
BLOCKING: Rules = (
    block_on("name_key", "year"),
    block_on("name_key", "place_key"),
    block_on("name_key", "month", "day"),
    block_on("family_key", "year", "place_key"),
    block_on("given_key", "year", "place_key"),
    block_on("family_key", "year", "month", "day"),
    block_on("given_key", "year", "month", "day"),
    block_on("year", "month", "day", "place_key"),
    "l.family_key = r.given_key and l.year = r.year and l.month = r.month and l.day = r.day",
    "l.given_key = r.family_key and l.year = r.year and l.month = r.month and l.day = r.day",
)

WIDE: Rules = (block_on("family_key", "year"), block_on("given_key", "year"))
MANY = 500_000


def names() -> comparison.CustomComparison:
    """Given and family name together, in either order, as written and as they sound."""
    return comparison.CustomComparison(
        output_column_name="names",
        comparison_levels=[
            level.CustomLevel("name_key_l is null or name_key_r is null").configure(
                is_null_level=True, label_for_charts="no name"
            ),
            _written_alike().configure(tf_adjustment_column="name_key"),
            level.ExactMatchLevel("name_key").configure(tf_adjustment_column="name_key"),
            _near("{}", 0.92, "spelled nearly alike"),
            _near("{}_key", 0.85, "sound nearly alike"),
            _one_of("family", "given"),
            _one_of("given", "family"),
            level.ElseLevel(),
        ],
    )


def _written_alike() -> ComparisonLevel:
    return level.CustomLevel(
        "(given_l = given_r and family_l = family_r)"
        " or (given_l = family_r and family_l = given_r)",
        "written alike, in either order",
    )


def _near(column: str, least: float, label: str) -> ComparisonLevel:
    given, family = column.format("given"), column.format("family")
    straight = level.And(
        level.JaroWinklerLevel(given, least), level.JaroWinklerLevel(family, least)
    )
    return straight.configure(label_for_charts=label)


def _one_of(this: str, other: str) -> ComparisonLevel:
    return level.CustomLevel(
        f"{this}_key_l = {this}_key_r or {this}_key_l = {other}_key_r", f"{this} name alike"
    )


def birth() -> comparison.CustomComparison:
    """Date of birth with the faults that registers have."""
    same_day = "month_l = month_r and day_l = day_r"
    return comparison.CustomComparison(
        output_column_name="birth",
        comparison_levels=[
            level.CustomLevel("year_l is null or year_r is null").configure(
                is_null_level=True, label_for_charts="not known"
            ),
            level.CustomLevel(f"year_l = year_r and {same_day}", "same date"),
            level.CustomLevel(
                "year_l = year_r and month_l = day_r and day_l = month_r", "day and month swapped"
            ),
            level.CustomLevel(
                "year_l = year_r and (month_l = month_r or day_l = day_r)",
                "same year, one part off",
            ),
            level.CustomLevel(
                "year_l = year_r and (month_l is null or month_r is null)",
                "same year, no more known",
            ),
            level.CustomLevel(f"abs(year_l - year_r) <= 1 and {same_day}", "a year off"),
            level.CustomLevel("abs(year_l - year_r) <= 1", "year alike"),
            level.ElseLevel(),
        ],
    )


def place() -> comparison.CustomComparison:
    """Place as written and as it sounds."""
    return comparison.CustomComparison(
        output_column_name="place",
        comparison_levels=[
            level.NullLevel("place"),
            level.ExactMatchLevel("place_key").configure(tf_adjustment_column="place_key"),
            level.JaroWinklerLevel("place_key", 0.9),
            level.ElseLevel(),
        ],
    )


def train(linker: Linker, *, seed: int, most_pairs: float) -> None:
    """Learn without labels: u from random pairs, m by EM within two kinds of blocks.

    Each comparison is learned in blocks that do not hold it fixed: dates among equal names, names
    among equal dates, places in both.
    """
    learn = linker.training
    learn.estimate_probability_two_random_records_match(list(SURE), recall=SURE_RECALL)
    learn.estimate_u_using_random_sampling(max_pairs=most_pairs, seed=seed)
    for rule in (block_on("name_key"), block_on("year", "month", "day")):
        learn.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True
        )
