"""Invented people that several tests share."""

from functools import lru_cache

import numpy as np

from waymark.evidence.linkage import Pairs, Person, link_people, list_table
from waymark.evidence.linkage.engines import duckdb_engine
from waymark.evidence.linkage.pairs import Whole
from waymark.evidence.linkage.synthetic import Invented, registers
from waymark.evidence.lists import ListTable

KEY = bytes(range(7, 39))
CLEAN = Invented(
    size=300, inclusion=(0.6, 0.6), typo=0, spelling=0, swapped=0, year_only=0, days_swapped=0,
    off_by_one=0, moved=0, scripts=(1, 0, 0),
)  # fmt: skip


@lru_cache
def three_registers() -> tuple[list[Person], Whole]:
    """About 2,100 rows of 1,500 people, in three scripts and with every fault."""
    return registers(Invented(size=1_500, inclusion=(0.5, 0.5, 0.4)), seed=11)


@lru_cache
def linked() -> Pairs:
    people, _ = three_registers()
    with duckdb_engine(threads=1) as engine:
        return link_people(people, engine, seed=1)


def true_table() -> ListTable:
    people, truth = three_registers()
    register = np.array(["ABC".index(person.register) for person in people])
    return list_table("ABC", register, truth)


def on(people: list[Person], register: str) -> list[Person]:
    return [person for person in people if person.register == register]
