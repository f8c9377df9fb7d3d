"""What the law demands: who decides, what has to be written down first, and what leaves."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.cast import NAMES
from tests.referrals.compelled.conftest import DONE, FIRST, SECOND, Desk
from waymark.accounts.permissions import NotAllowed
from waymark.audit.models import Entry
from waymark.cases.records import read
from waymark.referrals.compelled import actions
from waymark.referrals.compelled.content import Asked, Handling
from waymark.referrals.compelled.states import RULES, DemandStep
from waymark.referrals.gate import Ask, Refused, Why, leaving
from waymark.referrals.models import Disclosure, DisclosureState
from waymark.referrals.receivers import Receiver
from waymark.referrals.reference.disclosures import disclosures
from waymark.referrals.ways import Way
from waymark.reports.states import CannotNow, ChangedMeanwhile


def left() -> int:
    """How often the log says that something left."""
    return Entry.objects.filter(event="data:left").count()


def test_a_clock_of_the_list_or_of_the_paper(desk: Desk) -> None:
    clocked = [each for each in disclosures().kinds.values() if each.term]
    assert clocked, "the list knows a term"
    for kind in clocked:
        demand = desk.record(kind.id)
        day = kind.due(date(2026, 11, 2))
        assert demand.due_at is not None
        assert demand.due_at.date() == day
    assert desk.record("subpoena").due_at is None, "no day is made up"


def test_what_was_asked_is_sealed(desk: Desk) -> None:
    demand = desk.record()
    assert b"District" not in bytes(demand.content)
    assert desk.said(demand).asked.who == "District Court"


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"adviser": ""}, actions.NO_ADVISER),
        ({"told": ""}, actions.NOT_TOLD),
        ({"safety": ""}, actions.NO_SAFETY),
    ],
)
def test_nothing_is_decided_before_it_is_written_down(
    desk: Desk, missing: dict[str, str], sentence: Any
) -> None:
    demand = desk.handle(desk.record(), replace(DONE, **missing))
    demand = desk.move(demand, DemandStep.ASK_ADVISER)
    with pytest.raises(CannotNow) as refusal:
        desk.decide(demand)
    assert refusal.value.sentence == sentence
    assert desk.decide(desk.handle(demand)).state == DisclosureState.TO_PRODUCE


def test_why_somebody_was_not_told_is_an_answer_too(desk: Desk) -> None:
    handling = replace(DONE, told="", not_told="the order forbids it")
    demand = desk.move(desk.handle(desk.record(), handling), DemandStep.ASK_ADVISER)
    assert desk.decide(demand).state == DisclosureState.TO_PRODUCE


def test_a_request_that_compels_nobody_is_never_produced(desk: Desk) -> None:
    demand = desk.move(desk.handle(desk.record("police-request")), DemandStep.ASK_ADVISER)
    with pytest.raises(CannotNow) as refusal:
        desk.decide(demand)
    assert refusal.value.sentence == actions.COMPELS_NOBODY


def test_a_demand_about_nobody_is_not_produced(desk: Desk) -> None:
    asked = Asked("subpoena", "Rule 45", "A court", "who lives there", "2026-11-02")
    demand = actions.record_demand(desk.case, None, asked, None, by=desk.carl)
    demand = desk.move(desk.handle(demand), DemandStep.ASK_ADVISER)
    with pytest.raises(CannotNow) as refusal:
        desk.decide(demand)
    assert refusal.value.sentence == actions.NOBODY
    assert desk.produce(demand).status_code == 409
    assert desk.sign_in(desk.sara).get(desk.url("demand_decide", demand.pk)).status_code == 409


def test_the_adviser_comes_before_any_decision(desk: Desk) -> None:
    with pytest.raises(CannotNow):
        desk.decide(desk.handle(desk.record()))


@pytest.mark.parametrize("who", [name for name in NAMES if name != "sara_supervisor"])
def test_only_a_supervisor_decides_and_produces(desk: Desk, who: str) -> None:
    worker = desk.cast[who]
    asked = desk.move(desk.handle(desk.record()), DemandStep.ASK_ADVISER)
    for step in (DemandStep.CONTEST, DemandStep.REFUSE):
        with pytest.raises(NotAllowed):
            desk.move(asked, step, "no", by=worker)
    with pytest.raises(NotAllowed):
        desk.decide(asked, by=worker)
    desk.decide(asked)
    assert desk.produce(asked, by=worker).status_code == 404
    assert left() == 0


def test_exactly_what_was_decided_leaves_once(desk: Desk) -> None:
    demand = desk.decided()
    response = desk.produce(demand)
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        machine = json.loads(archive.read("data.json"))
        page = archive.read("page.html").decode()
    assert machine["fields"] == {FIRST: {"value": "Rosa"}}
    assert "Quintero" not in page
    assert "District Court" in page
    now = desk.fresh(demand)
    assert (now.state, now.produced_at is None) == (DisclosureState.PRODUCED, False)
    assert [line["fields"] for line in desk.said(demand).left] == [[FIRST]]
    assert left() == 1
    assert desk.produce(demand).status_code == 409
    assert left() == 1


def test_more_than_was_decided_does_not_leave(desk: Desk) -> None:
    demand = desk.decided()
    receiver = Receiver.named("District Court")
    ask = Ask(desk.rosa, receiver, Way.COMPELLED, frozenset({FIRST, SECOND}), disclosure=demand)
    with pytest.raises(Refused) as refusal:  # noqa: SIM117  the gate's block is its own
        with leaving(ask, by=desk.sara, keyring=desk.keyring()):
            raise AssertionError("it left")
    assert refusal.value.why is Why.NOT_COVERED


def test_a_decision_that_was_taken_back_lets_nothing_out(desk: Desk) -> None:
    demand = desk.decided()
    desk.move(demand, DemandStep.TAKE_BACK)
    assert desk.said(demand).produces == ()
    assert desk.produce(demand).status_code == 409
    assert left() == 0


def test_a_refusal_needs_a_reason_and_can_be_taken_back(desk: Desk) -> None:
    demand = desk.record()
    with pytest.raises(CannotNow) as refusal:
        desk.move(demand, DemandStep.REFUSE)
    assert refusal.value.sentence == actions.NO_REASON
    assert desk.move(demand, DemandStep.REFUSE, "no order").state == DisclosureState.REFUSED
    assert desk.move(demand, DemandStep.TAKE_BACK).state == DisclosureState.WITH_ADVISER


def test_of_two_who_handle_it_the_second_is_told(desk: Desk) -> None:
    demand = desk.record()
    desk.handle(demand)
    with pytest.raises(ChangedMeanwhile):
        actions.write_handling(demand, DONE, seen=1, by=desk.carl, keyring=desk.keyring(desk.carl))


def test_nothing_changes_what_was_produced(desk: Desk) -> None:
    demand = desk.decided()
    desk.produce(demand)
    before = read(desk.fresh(demand), desk.keyring())
    with pytest.raises(CannotNow):
        desk.handle(demand)
    for step in (DemandStep.ASK_ADVISER, DemandStep.CONTEST, DemandStep.TAKE_BACK):
        with pytest.raises(CannotNow):
            desk.move(demand, step)
    assert read(desk.fresh(demand), desk.keyring()) == before


def test_every_state_is_reached_by_some_step() -> None:
    reached = {rule.to for rule in RULES.values()} | {DisclosureState.RECEIVED}
    assert set(DisclosureState) <= reached


PAGES = [
    ("demand", "get"),
    ("demand_handling", "post"),
    ("demand_decide", "get"),
    ("demand_produce", "post"),
    ("case_demands", "get"),
]


@pytest.mark.parametrize(("name", "method"), PAGES)
def test_to_others_it_is_not_there(desk: Desk, name: str, method: str) -> None:
    demand = desk.record()
    url = desk.url(name, *([] if name == "case_demands" else [demand.pk]))
    works = {"sara_supervisor", "carl_cases"}
    if name in {"demand_decide", "demand_produce"}:
        works = {"sara_supervisor"}
    for who in NAMES:
        response = getattr(desk.sign_in(desk.cast[who]), method)(url)
        assert (response.status_code == 404) is (who not in works), who


def test_from_the_paper_to_the_download(desk: Desk) -> None:
    carl, sara = desk.sign_in(desk.carl), desk.sign_in(desk.sara)
    typed = {
        "kind": "subpoena",
        "participant": desk.rosa.pk,
        "who": "District Court",
        "basis": "Rule 45",
        "asked": "all of it",
        "received_on": "2026-11-02",
    }
    wrong = carl.post(desk.url("case_demands"), {**typed, "received_on": "2999-01-01"})
    assert wrong.status_code == 422
    assert "all of it" in wrong.content.decode()
    assert carl.post(desk.url("case_demands"), typed).status_code == 302
    demand = Disclosure.objects.get()
    assert demand.participant == desk.rosa
    handling = {f"handling-{name}": value for name, value in vars(DONE).items()}
    carl.post(desk.url("demand_handling", demand.pk), {**handling, "handling-seen": 1})
    stale = carl.post(desk.url("demand_move", demand.pk, "adviser"), {"move-seen": 1})
    assert stale.status_code == 409
    carl.post(desk.url("demand_move", demand.pk, "adviser"), {"move-seen": 2})
    assert "Ms Roe" in carl.get(desk.url("demand", demand.pk)).content.decode()
    assert (
        sara.post(desk.url("demand_decide", demand.pk), {"names": [], "seen": 3}).status_code == 422
    )
    sara.post(desk.url("demand_decide", demand.pk), {"names": [FIRST], "seen": 3})
    assert desk.fresh(demand).state == DisclosureState.TO_PRODUCE
    assert left() == 0, "deciding sends nothing"
    assert desk.produce(demand)["Content-Type"] == "application/zip"


def test_what_a_decision_stood_on_stays(desk: Desk) -> None:
    """Nobody empties the adviser's words once a supervisor has decided on them."""
    demand = desk.decided()
    with pytest.raises(CannotNow):
        desk.handle(demand, Handling())
    assert desk.said(demand).handling == DONE
