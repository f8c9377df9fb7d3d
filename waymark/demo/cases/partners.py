"""A partner elsewhere, whose computer sends referrals with a key of its own."""

from collections.abc import Callable, Mapping
from uuid import uuid4

from waymark.demo.cases.script import Turn
from waymark.demo.cases.world import World
from waymark.referrals.models import PartnerKey
from waymark.referrals.partners.actions import keys, sending
from waymark.referrals.partners.api.reading import read_referral
from waymark.referrals.partners.keys import Caller, key_presented


def make_key(world: World, turn: Turn) -> None:
    """A key for one partner and one purpose, kept for whoever tries the demonstration."""
    made = keys.make_key(turn.row["name"], turn.row["purpose"], by=world.worker(turn.by))
    world.made[turn.key] = made.partner
    world.told["partner_key"] = made.key


def send(world: World, turn: Turn) -> None:
    """The partner's computer sends a referral, as the person agreed on that day."""
    key = world.again(PartnerKey, turn)
    consent = {**turn.row["consent"], "givenOn": turn.day.isoformat()}
    body = {**turn.row["body"], "consent": {**consent, "covers": list(turn.row["body"]["values"])}}
    caller = Caller(key, key_presented(world.told["partner_key"])[1])
    sending.send(caller, sending.Call(str(uuid4()), body), read_referral(body, key))


DEEDS: Mapping[str, Callable[[World, Turn], None]] = {
    "partner_key": make_key,
    "partner_sends": send,
}
