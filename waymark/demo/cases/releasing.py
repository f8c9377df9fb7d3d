"""Releases: drafted, agreed to, active, taken back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from waymark.cases.records import read
from waymark.demo.cases.script import Row, Turn
from waymark.demo.cases.world import World
from waymark.demo.coalition import Member
from waymark.directory.models import Service
from waymark.directory.queries.visible import visible_to
from waymark.referrals.consent.actions import drafting, ending, giving
from waymark.referrals.consent.actions.drafting import To
from waymark.referrals.consent.terms import Given, Said
from waymark.referrals.models import Release

DRAFT, SIGNED, ACTIVE = "draft", "signed", "active"


def make(world: World, turn: Turn) -> None:
    """A release, as far as `until` says: a draft, signed, or active."""
    member, row = world.member(turn.by), turn.row
    hand = world.hand(turn.by)
    part = world.part(turn)
    release = drafting.draft(world.case(turn), part, _to(world, row, member), **hand)
    release = _with_terms(release, row, member)
    until = row.get("until", ACTIVE)
    if until != DRAFT:
        given = Given(**{"how": "signed", **row.get("given", {})})
        release = giving.sign(release, given, turn.day, seen=release.version, **hand)
    if until == ACTIVE:
        release = giving.activate(release, **hand)
    world.made[turn.key] = release


def withdraw(world: World, turn: Turn) -> None:
    """The person takes a release back."""
    ending.withdraw(world.again(Release, turn), by=world.worker(turn.by))


def _with_terms(release: Release, row: Row, member: Member) -> Release:
    """What it covers, what for, and for how many days."""
    terms = replace(
        Said.of(read(release, member.keyring)).terms,
        kinds=tuple(row["kinds"]),
        purpose=row["purpose"],
        purpose_words=row.get("words", ""),
        language=row.get("language", "eng"),
    )
    last = release.expires_on
    if days := row.get("days"):
        last = last.fromordinal(release.written_at.date().toordinal() + days)
    return drafting.set_terms(
        release, terms, last, seen=release.version, by=member.worker, keyring=member.keyring
    )


def _to(world: World, row: Row, member: Member) -> To:
    """The receiver: a member of the coalition, a service elsewhere, or somebody named."""
    to = row["to"]
    if to in world.coalition.organisations:
        return To(organisation=world.coalition.organisations[to])
    return To(service=_service(member)) if to == "a service" else To(name=to)


def _service(member: Member) -> Service:
    """A service that no member of the coalition runs, the first by its name."""
    names = ["Riverside Coalition", "Lakeside Legal Aid"]
    others = visible_to(member.worker).exclude(organization__name__in=names)
    return others.order_by("name", "pk")[0]


DEEDS: Mapping[str, Callable[[World, Turn], None]] = {"release": make, "withdraw": withdraw}
