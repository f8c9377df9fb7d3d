"""The tables of which the directory is drawn: towns, kinds of service, organisations."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from waymark.demo.script import read_table

T = TypeVar("T")
# A hundredth of a degree is about a kilometre: a town's services lie around its middle.
SPREAD = 0.02


@dataclass(frozen=True)
class Town:
    """A real town that the invented county lies over; `at` in degrees."""

    key: str
    name: str
    zips: tuple[str, ...]
    at: tuple[float, float]
    weight: int


@dataclass(frozen=True)
class Kind:
    """A kind of service; see the head of directory_kinds.toml."""

    key: str
    family: str
    terms: tuple[str, ...]
    people: tuple[str, ...]
    names: tuple[str, ...]
    does: tuple[str, ...]
    hours: tuple[str, ...]
    where: str
    cost: str
    accepts: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    ages: tuple[int, int] = (0, 0)
    documents: tuple[str, ...] = ()
    unit: str = ""
    room_for: tuple[str, ...] = ("",)
    tiers: tuple[str, ...] = ("public",)
    hidden: tuple[str, ...] = ("public",)


@dataclass(frozen=True)
class Sure:
    """A service that has to be there just so: who it takes, where it is, what is spoken."""

    organisation: str
    kind: str
    town: str
    languages: tuple[str, ...]
    accepts: tuple[str, ...]
    room: str
    desk: bool
    refuses: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offer:
    """One service to draw: the so-manieth of its kind, and what is sure about it."""

    kind: Kind
    number: int
    sure: Sure | None


@dataclass(frozen=True)
class House:
    """One organisation to draw; by `turn`, its place in its group, it gets its share of lists."""

    name: str
    group: Mapping[str, Any]
    turn: int
    number: int
    town: Town
    offers: tuple[Offer, ...]

    @property
    def key(self) -> str:
        """Its name as an address on the web has it."""
        plain = "".join(letter if letter.isalnum() else " " for letter in self.name.lower())
        return "-".join(plain.replace("invented", "").split())

    def turn_of(self, name: str, default: Sequence[str] = ("",)) -> str:
        """This house's share of a list of its group."""
        items: Sequence[str] = self.group.get(name, default)
        return items[self.turn % len(items)]


class Pencil:
    """Draws the same for the same key, whatever else stands in the tables."""

    def __init__(self, *key: object) -> None:
        self._dice = random.Random("/".join(map(str, key)))  # noqa: S311  the same each time

    def one(self, items: Sequence[T]) -> T:
        """One of several."""
        return self._dice.choice(items)

    def percent(self, share: float) -> bool:
        """Yes, in so many of a hundred."""
        return self._dice.random() * 100 < share

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high."""
        return self._dice.randint(low, high)

    def weighed(self, towns: Sequence[Town]) -> Town:
        """A town; the large ones more often."""
        return self._dice.choices(towns, [town.weight for town in towns])[0]

    def near(self, town: Town) -> tuple[float, float]:
        """A point in a town, in degrees; more of them near its middle."""
        latitude, longitude = (each + self._dice.gauss(0, SPREAD / 2) for each in town.at)
        return round(latitude, 5), round(longitude, 5)


class Tables:
    """Everything that is written in the data files of the directory."""

    def __init__(self) -> None:
        self.county = read_table("directory")
        groups = read_table("directory_organisations")
        self.groups: list[dict[str, Any]] = groups["group"]
        self.towns = tuple(Town(**_tuples(row)) for row in self.county["town"])
        self.kinds = {
            row["key"]: Kind(**_tuples(row)) for row in read_table("directory_kinds")["kind"]
        }
        self.sure = {
            (row["organisation"], row["kind"]): Sure(**_tuples(row)) for row in groups["sure"]
        }

    def town(self, key: str) -> Town:
        """A town by its key."""
        return next(town for town in self.towns if town.key == key)

    @cached_property
    def houses(self) -> list[House]:
        """All organisations with what they offer, in the order of the file."""
        drawn = dict.fromkeys(self.kinds, 0)
        found: list[House] = []
        for group in self.groups:
            for turn, name in enumerate(group["names"]):
                offers = []
                for key in group["offers"][turn % len(group["offers"])]:
                    offers.append(Offer(self.kinds[key], drawn[key], self.sure.get((name, key))))
                    drawn[key] += 1
                town = self._town(name, [each.sure for each in offers if each.sure])
                found.append(House(name, group, turn, len(found), town, tuple(offers)))
        return found

    def _town(self, name: str, sure: Sequence[Sure]) -> Town:
        return self.town(sure[0].town) if sure else Pencil("town", name).weighed(self.towns)


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
