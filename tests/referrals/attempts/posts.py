"""Every address that takes a POST, with a body that it takes: what the attempts change in turn."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.referrals.attempts.world import World

# What stands in an address under another name than the record's own.
PARAMS = {
    "file": "casefile",
    "event": "historicevent",
    "request": "rightsrequest",
    "demand": "disclosure",
    "hold": "legalhold",
    "match": "personmatch",
    "run": "packrun",
    "draft": "importdraft",
    "record": "assessment",
    "partner_referral": "partnerreferral",
    "partner_key": "partnerkey",
}


def nothing(_world: World) -> None:
    """All is as it should be before an address is asked."""


@dataclass(frozen=True)
class Ref:
    """An id in a body: of what."""

    of: str


@dataclass(frozen=True)
class Post:
    """One address: who sends what to it, and what it answers.

    Attributes:
        ids: what a parameter of the address is the id of, where its name does not say so.
        words: parameters that are no ids.
        own: fields of its form that the body leaves out.
        fresh: the field with the id of a record that it writes, and of what kind.
        shared: ids that a colleague's case may stand in for: both are open to the worker.
        before: what has to be so before it is sent.
    """

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    who: str = "sara_supervisor"
    ids: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    fresh: Mapping[str, str] = field(default_factory=dict)
    shared: frozenset[str] = frozenset()
    before: Callable[[World], object] = nothing
    answer: int = 302

    def key(self, param: str) -> str:
        """What a parameter of the address is the id of."""
        plain = param.removesuffix("_id")
        return self.ids.get(param, PARAMS.get(plain, plain))

    def arguments(self, params: list[str], world: World) -> dict[str, Any]:
        """The parameters of the address, about our own case."""
        return {
            each: self.words[each] if each in self.words else world.ours[self.key(each)]
            for each in params
        }

    def refs(self) -> dict[str, str]:
        """The fields of the body that hold ids, and of what."""
        return {name: each.of for name, each in self.data.items() if isinstance(each, Ref)}

    def body(self, world: World, **more: Any) -> dict[str, Any]:
        """What is sent."""
        plain = {
            name: world.ours[each.of] if isinstance(each, Ref) else each
            for name, each in self.data.items()
        }
        return {**plain, **more}


def own(*names: str) -> frozenset[str]:
    """Fields of a form."""
    return frozenset(names)
