"""Counts leave only as protected tables, of fields that say of nobody who they are."""

import copy
import pickle
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.cast import Cast
from waymark.audit.models import Entry
from waymark.cases.fields.catalogue import Identifying, every_field
from waymark.evidence.disclosure import Dimension, Protected, Release, Table, protect
from waymark.referrals.gate_counts import (
    SENTENCES,
    Counts,
    CountsRefused,
    WhyNot,
    counts_leaving,
)

AGE = Dimension("age", ("under 18", "18 and over"))
TRUE = Table.from_counts("Clients", [AGE], {("under 18",): 2, ("18 and over",): 30})
BAND, SHELTER = "identity.age_band", "participant.living_situation"


@pytest.fixture
def safe() -> list[Protected]:
    """Protected tables."""
    return protect([TRUE])


@pytest.fixture
def out(cast: Cast) -> Callable[..., Counts]:
    """Let tables out as the analyst, about her organisation."""

    def let(fields: list[str], tables: list[Any]) -> Counts:
        with counts_leaving(fields, tables, about=cast.riverside, by=cast.ivan_analyst) as counts:
            return counts

    return let


def _events() -> list[str]:
    rows = Entry.objects.filter(event__startswith="data:").order_by("seq")
    return list(rows.values_list("event", flat=True))


def test_protected_tables_leave_and_are_audited(
    out: Callable[..., Counts], safe: list[Protected]
) -> None:
    assert out([BAND, SHELTER], safe).tables == tuple(safe)
    assert _events() == ["data:left"]


@dataclass(frozen=True)
class Pretender(Protected):
    """Looks like a protected table."""

    def __post_init__(self, seal: object) -> None:
        """Ask nobody."""


def _pretend(safe: list[Protected]) -> Protected:
    return Pretender(safe[0].name, safe[0].population, safe[0].dimensions, dict(TRUE.cells))


def _open(safe: list[Protected]) -> Release:
    return Release(safe[0].name, safe[0].population, safe[0].dimensions, dict(TRUE.cells))


@pytest.mark.parametrize("make", [lambda _: TRUE, _open, _pretend, lambda _: dict(TRUE.cells)])
def test_what_did_not_pass_disclosure_control_stays(
    out: Callable[..., Counts], safe: list[Protected], make: Callable[[list[Protected]], Any]
) -> None:
    with pytest.raises(CountsRefused) as refused:
        out([BAND], [*safe, make(safe)])
    assert refused.value.why is WhyNot.NOT_PROTECTED
    assert _events() == ["data:refused"]


def test_no_field_that_says_who_somebody_is_counts(
    out: Callable[..., Counts], safe: list[Protected]
) -> None:
    direct = [spec.key for spec in every_field() if spec.identifying is Identifying.DIRECT]
    assert {"identity.prs_FirstName", "identity.prs_MobilePhone"} <= set(direct)
    for name in direct:
        with pytest.raises(CountsRefused, match="identifying"):
            out([BAND, name], safe)
    assert _events() == ["data:refused"] * len(direct)


@pytest.mark.parametrize("name", ["note:1", "sha256:identity.prs_FirstName", "", "case"])
def test_what_is_no_field_is_not_counted(
    out: Callable[..., Counts], safe: list[Protected], name: str
) -> None:
    with pytest.raises(CountsRefused, match="unknown_field"):
        out([name], safe)


def test_no_table_is_no_pack(out: Callable[..., Counts]) -> None:
    with pytest.raises(CountsRefused, match="nothing"):
        out([BAND], [])


@pytest.mark.parametrize(
    "forge",
    [
        lambda counts: Counts(counts.tables, None),
        lambda counts: replace(counts, tables=()),
        copy.copy,
        pickle.dumps,
    ],
)
def test_nobody_else_makes_one(
    out: Callable[..., Counts], safe: list[Protected], forge: Callable[[Counts], Any]
) -> None:
    counts = out([BAND], safe)
    with pytest.raises((TypeError, ValueError)):
        forge(counts)


def test_every_refusal_says_that_nothing_left() -> None:
    assert all(str(SENTENCES[why]).endswith("Nothing has left.") for why in WhyNot)
