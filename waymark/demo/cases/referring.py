"""Referrals in both directions, by the actions of sender and receiver."""

from collections.abc import Callable, Mapping

from waymark.cases.records import read
from waymark.demo.cases.script import Turn
from waymark.demo.cases.world import World
from waymark.referrals.consent.terms import Said
from waymark.referrals.gate import fields_of
from waymark.referrals.models import Referral, Release
from waymark.referrals.referring.actions import (
    desk,
    links,
    moving,
    person_code,
    reading,
    sending,
    taking_over,
)
from waymark.referrals.referring.actions.common import packets_of
from waymark.referrals.referring.states import Move

FIRST_KINDS = ("participant.", "identity.prs_PrimaryLanguage", "assessment.needs")


def set_desk(world: World, turn: Turn) -> None:
    """An organisation takes referrals in its circle, and says within how many hours it answers."""
    member = world.member(turn.by)
    desk.set_desk(
        world.circle(member.worker),
        answer_hours=turn.row["hours"],
        takes_referrals=True,
        by=member.worker,
        keyring=member.keyring,
    )


def send(world: World, turn: Turn) -> None:
    """A referral under a release: what says least goes first, the rest waits for an answer."""
    member, release = world.member(turn.by), world.again(Release, turn)
    covered = fields_of(release, member.keyring)
    now = frozenset(name for name in covered if name.startswith(FIRST_KINDS)) or covered
    draft = sending.Draft(
        reason=turn.row.get("reason", "AdditionalServicesRequired"),
        words=turn.row["text"],
        now=now,
        later=covered - now,
        hours=turn.row.get("hours", 48),
        receiver=Said.of(read(release, member.keyring)).terms.receiver,
    )
    world.made[turn.key] = sending.send(release, draft, by=member.worker, keyring=member.keyring)


def answer(world: World, turn: Turn) -> None:
    """The receiver answers, or the sender notes what one said who is not on the system."""
    member, referral = world.member(turn.by), world.again(Referral, turn)
    if referral.to_organisation_id == member.worker.organisation_id:
        reading.open_packets(referral, by=member.worker, keyring=member.keyring)
    moving.answer(
        referral,
        Move(turn.row["move"]),
        by=member.worker,
        keyring=member.keyring,
        reason=turn.row.get("reason", ""),
        words=turn.row.get("text", ""),
    )


def send_later(world: World, turn: Turn) -> None:
    """The rest follows once the receiver has said yes."""
    member = world.member(turn.by)
    sending.send_later(world.again(Referral, turn), by=member.worker, keyring=member.keyring)


def take_over(world: World, turn: Turn) -> None:
    """The receiver begins a case of their own from it."""
    member, circle = world.member(turn.by), world.circle(world.worker(turn.by))
    referral = world.again(Referral, turn)
    world.cases[turn.key] = taking_over.take_over(
        referral, circle, by=member.worker, keyring=member.keyring
    )


def recall(world: World, turn: Turn) -> None:
    """The sender takes it back."""
    moving.recall(world.again(Referral, turn), by=world.worker(turn.by))


def tell_person(world: World, turn: Turn) -> None:
    """The person gets a code, which is kept for whoever tries the demonstration."""
    code = person_code.make_code(world.again(Referral, turn), by=world.worker(turn.by))
    world.told["person_code"] = code


def make_link(world: World, turn: Turn) -> None:
    """A sealed file behind a link for a receiver who is not on the system."""
    member, referral = world.member(turn.by), world.again(Referral, turn)
    made = links.make_link(packets_of(referral)[0], by=member.worker, keyring=member.keyring)
    world.told["link"], world.told["link_code"] = made.link.in_link, made.link.code


DEEDS: Mapping[str, Callable[[World, Turn], None]] = {
    "desk": set_desk,
    "refer": send,
    "answer": answer,
    "send_later": send_later,
    "take_over": take_over,
    "recall": recall,
    "tell_person": tell_person,
    "link": make_link,
}
