"""How each address that lets something out is asked so that it comes to the gate.

Whoever marks a view `way_out` adds its address here: what is sent to it, and by whom.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from tests.referrals.gate.samples import Samples
from waymark.cases.models import today
from waymark.referrals.compelled import actions as compelled
from waymark.referrals.compelled.content import Asked, Handling
from waymark.referrals.compelled.states import DemandStep
from waymark.referrals.models import Release, RightKind
from waymark.referrals.referring.actions import moving, sending
from waymark.referrals.referring.actions.sending import Draft
from waymark.referrals.referring.content import reasons
from waymark.referrals.referring.states import Move
from waymark.referrals.rights import actions as rights

ROLE, NAME = "participant.role", "identity.prs_SecondName"


@dataclass(frozen=True)
class Probe:
    """One request: by whom, to which address, with what."""

    who: str
    url: str
    data: dict[str, Any]


def _release(samples: Samples) -> Release:
    rows = Release.objects.select_related("case", "participant__person__merged_into")
    return rows.get(pk=samples.ids["release"][0])


def _leave(name: str, how: str) -> Callable[[Samples], Probe]:
    def probe(samples: Samples) -> Probe:
        release = _release(samples)
        url = reverse(name, args=[release.case_id, release.pk])
        return Probe("carl_cases", url, {"names": [NAME], "how": how})

    return probe


def _refer(samples: Samples) -> Probe:
    release = _release(samples)
    url = reverse("referral_new", args=[release.case_id, release.pk])
    reason = next(iter(reasons()))
    data = {"reason": reason, "words": "A bed", "now": [ROLE], "hours": 24}
    return Probe("carl_cases", url, data)


def _refer_later(samples: Samples) -> Probe:
    """Lakeside has accepted, and something waits for that."""
    cast, release = samples.cast, _release(samples)
    second = frozenset({NAME})
    draft = Draft(next(iter(reasons())), "A bed", frozenset({ROLE}), second, 24, "Lakeside")
    carl, lena = cast.carl_cases, cast.lena_lakeside
    sent = sending.send(release, draft, by=carl, keyring=cast.keyring(carl))
    moving.answer(sent, Move.ACCEPT, by=lena, keyring=cast.keyring(lena))
    url = reverse("referral_later", args=[release.case_id, sent.pk])
    return Probe("carl_cases", url, {})


def _copy(samples: Samples) -> Probe:
    """Rosa has asked for a copy, and Sara has granted it."""
    cast, participant = samples.cast, _release(samples).participant
    asked = rights.record_request(
        participant, RightKind.COPY, "All of it", "", today(), by=cast.carl_cases
    )
    sara = cast.sara_supervisor
    said: dict[str, Any] = {"granted": True, "reason": "", "adviser": "", "seen": asked.version}
    rights.decide(asked, **said, by=sara, keyring=cast.keyring(sara))
    url = reverse("rights_copy", args=[asked.case_id, asked.pk])
    return Probe("carl_cases", url, {"names": [NAME]})


def _produce(samples: Samples) -> Probe:
    """A court asks, and Sara has decided what is produced."""
    sara, release = samples.cast.sara_supervisor, _release(samples)
    asked = Asked("subpoena", "Rule 45", "A court", "All of it", today().isoformat())
    demand = compelled.record_demand(release.case, release.participant, asked, None, by=sara)
    doing: dict[str, Any] = {"by": sara, "keyring": samples.cast.keyring(sara)}
    done = Handling(told="by phone", safety="she knows", adviser="to answer")
    demand = compelled.write_handling(demand, done, seen=demand.version, **doing)
    step = DemandStep.ASK_ADVISER
    demand = compelled.move(demand, step, "", seen=demand.version, **doing)
    compelled.decide(demand, [NAME], seen=demand.version, **doing)
    url = reverse("demand_produce", args=[demand.case_id, demand.pk])
    return Probe("sara_supervisor", url, {})


def _tables(name: str) -> Callable[[Samples], Probe]:
    def probe(samples: Samples) -> Probe:
        return Probe("sara_supervisor", reverse(name, args=samples.ids["packrun"]), {})

    return probe


PROBES: dict[str, Callable[[Samples], Probe]] = {
    "release_file": _leave("release_file", "workbook"),
    "release_paper": _leave("release_paper", "paper"),
    "rights_copy": _copy,
    "demand_produce": _produce,
    "pack_file": _tables("pack_file"),
    "pack_paper": _tables("pack_paper"),
    "referral_new": _refer,
    "referral_later": _refer_later,
}
