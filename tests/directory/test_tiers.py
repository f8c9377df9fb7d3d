"""The tiers' numbers are stored, compared and stand in triggers: they never change."""

from django.db.models import Q

from waymark.directory import guards
from waymark.directory.models import Location, Service
from waymark.directory.tiers import Tier


def test_their_numbers_stay_as_they_are() -> None:
    assert [(tier.name, tier.value) for tier in Tier] == [
        ("PUBLIC", 0),
        ("PARTNER", 1),
        ("CASEWORKER", 2),
        ("SEALED", 3),
    ]


def test_each_is_hidden_from_more_people_than_the_one_before() -> None:
    assert sorted(Tier) == list(Tier)
    assert not Tier.PUBLIC
    assert all(tier for tier in Tier if tier is not Tier.PUBLIC)


def test_each_says_who_may_see_it() -> None:
    assert len({str(tier.label) for tier in Tier}) == len(Tier)


def test_both_tables_offer_them_and_begin_in_public() -> None:
    for model in (Location, Service):
        field = model._meta.get_field("tier")
        assert field.choices == Tier.choices
        assert field.default is Tier.PUBLIC


def test_constraints_and_triggers_mean_the_same_public_tier() -> None:
    conditions = [each.condition for each in Location._meta.constraints]  # type: ignore[attr-defined]  # all are checks
    assert any(Q(tier=Tier.PUBLIC).children[0] in each.children for each in conditions)
    for statement in (*guards.SQLITE, *guards.POSTGRESQL):
        if "RAISE" in statement:
            assert f"tier = {Tier.PUBLIC:d}" in statement or f"tier <> {Tier.PUBLIC:d}" in statement
