"""Populations as they are typed on the command line, and draws as CSV."""

import argparse
from typing import TYPE_CHECKING

from waymark.commands.console import PlainError

if TYPE_CHECKING:
    from waymark.evidence.lists import ListTable
    from waymark.evidence.simulate import Population


def population_of(arguments: argparse.Namespace) -> "Population":
    """The population that was typed. Raises PlainError naming the option that cannot be read."""
    from waymark.evidence.simulate import Population

    if not 1 <= arguments.size <= 10**8:
        raise PlainError("--size must be from 1 to 100,000,000 people.")
    inclusion = tuple(_number(part, "--inclusion") for part in arguments.inclusion.split(","))
    classes = tuple(_pair(each, "--class") for each in arguments.classes)
    return Population(
        size=arguments.size,
        inclusion=inclusion,
        dependence=dict(_dependence(each, len(inclusion)) for each in arguments.dependence),
        classes=tuple((_number(a, "--class"), b) for a, b in classes) or ((1.0, 0.0),),
    )


def written(table: "ListTable") -> str:
    """A table as the CSV file that `estimate` reads."""
    rows = [",".join([*table.names, "count"])]
    for pattern, count in zip(table.patterns.astype(int), table.counts, strict=True):
        rows.append(",".join(map(str, [*pattern, count])))
    return "\n".join(rows) + "\n"


def _dependence(words: str, lists: int) -> tuple[tuple[int, int], float]:
    names, strength = _pair(words, "--dependence")
    letters = [chr(ord("A") + place) for place in range(lists)]
    one, _, other = names.partition(":")
    if one not in letters or other not in letters or one == other:
        known = ", ".join(letters)
        raise PlainError(f"--dependence {words}: write two of {known}, such as A:B=1.0.")
    first, second = sorted((letters.index(one), letters.index(other)))
    return (first, second), strength


def _pair(words: str, option: str) -> tuple[str, float]:
    name, equals, value = words.partition("=")
    if not equals:
        raise PlainError(f"{option} {words}: an equals sign is missing.")
    return name, _number(value, option)


def _number(words: str, option: str) -> float:
    try:
        return float(words)
    except ValueError as fault:
        raise PlainError(f"{option}: {words!r} is not a number.") from fault
