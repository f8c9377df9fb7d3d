"""The two ways without a release: a demand that somebody decided to meet, and one's own copy."""

from typing import Any

import pytest
from django.utils import timezone

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.referrals.gate.conftest import Asked
from tests.referrals.making import FIRST, SECOND, make_release
from waymark.cases.models import Participant
from waymark.cases.records import write_new
from waymark.referrals.gate import Ask, Refused
from waymark.referrals.models import (
    Disclosure,
    DisclosureState,
    RightKind,
    RightsRequest,
    RightsState,
)
from waymark.referrals.receivers import Receiver
from waymark.referrals.ways import Way

COURT = Receiver.named("County Court")


def _demand(participant: Participant, *produces: str, state: str = "to_produce") -> Disclosure:
    row = Disclosure(case=participant.case, participant=participant, state=state)
    write_new(row, {"produces": list(produces)})
    return row


def _request(participant: Participant, **columns: Any) -> RightsRequest:
    values = {"kind": RightKind.COPY, "state": RightsState.GRANTED, **columns}
    row = RightsRequest(case=participant.case, participant=participant, **values)
    write_new(row, {"fields": {}})
    return row


def _compelled(participant: Participant, row: Disclosure | None, *fields: str) -> Ask:
    return Ask(participant, COURT, Way.COMPELLED, frozenset(fields), disclosure=row)


def _own(participant: Participant, row: RightsRequest | None, to: Receiver | None = None) -> Ask:
    receiver = to or Receiver.person(participant.person_id)
    return Ask(participant, receiver, Way.OWN_COPY, frozenset({FIRST}), request=row)


def test_what_a_supervisor_decided_to_produce_leaves(rosa: Participant, asked: Asked) -> None:
    departure = asked(_compelled(rosa, _demand(rosa, FIRST), FIRST))
    assert dict(departure.values) == {FIRST: {"v": "Rosa"}}
    assert departure.release is None


def test_one_field_more_than_was_decided_stops_all_of_it(rosa: Participant, asked: Asked) -> None:
    with pytest.raises(Refused) as refused:
        asked(_compelled(rosa, _demand(rosa, FIRST), FIRST, SECOND))
    assert refused.value.uncovered == {SECOND}


@pytest.mark.parametrize("state", sorted(set(DisclosureState) - {DisclosureState.TO_PRODUCE}))
def test_a_demand_that_nobody_decided_to_meet(
    rosa: Participant, asked: Asked, state: DisclosureState
) -> None:
    with pytest.raises(Refused, match="not_decided"):
        asked(_compelled(rosa, _demand(rosa, FIRST, state=state), FIRST))


def test_a_demand_about_somebody_else_and_none_at_all(
    cast: Cast, rosa: Participant, asked: Asked
) -> None:
    make_release(rosa)
    for row in (_demand(make_participant(rosa.case), FIRST), None):
        with pytest.raises(Refused, match="not_decided"):
            asked(_compelled(rosa, row, FIRST))


def test_a_demand_is_no_ground_for_another_way(rosa: Participant, asked: Asked) -> None:
    demand = _demand(rosa, FIRST)
    ask = Ask(rosa, COURT, Way.EXPORT, frozenset({FIRST}), disclosure=demand)
    with pytest.raises(Refused, match="no_release"):
        asked(ask)


def test_their_own_copy_leaves_to_themself_although_restricted(
    rosa: Participant, asked: Asked
) -> None:
    rosa.person.restricted_at = timezone.now()
    rosa.person.save()
    assert asked(_own(rosa, _request(rosa))).values


@pytest.mark.parametrize(
    "columns",
    [{"state": state} for state in set(RightsState) - {RightsState.GRANTED}]
    + [{"kind": kind} for kind in set(RightKind) - {RightKind.COPY}],
)
def test_no_granted_request_for_a_copy(
    rosa: Participant, asked: Asked, columns: dict[str, str]
) -> None:
    with pytest.raises(Refused, match="not_decided"):
        asked(_own(rosa, _request(rosa, **columns)))


def test_a_copy_goes_to_nobody_else_and_needs_the_own_request(
    cast: Cast, rosa: Participant, asked: Asked
) -> None:
    granted = _request(rosa)
    other = _request(make_participant(make_case(cast)))
    for ask in (
        _own(rosa, granted, Receiver.organisation(cast.lakeside)),
        _own(rosa, granted, COURT),
        _own(rosa, other),
        _own(rosa, None),
    ):
        with pytest.raises(Refused, match="not_decided"):
            asked(ask)
