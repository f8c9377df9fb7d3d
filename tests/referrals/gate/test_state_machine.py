"""Whatever the order of steps: nothing leaves without an active release, and all is audited."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.cases.making import make_case, make_participant
from tests.cast import Cast
from tests.referrals.making import DOCTOR, FIRST, SECOND, ask
from waymark.audit.models import Entry
from waymark.cases.answers import Answer
from waymark.cases.models import today
from waymark.cases.people.actions import changing
from waymark.referrals.consent.actions import drafting, ending, giving
from waymark.referrals.consent.actions.drafting import To
from waymark.referrals.consent.terms import Given, Terms
from waymark.referrals.gate import Refused, leaving
from waymark.referrals.models import Release
from waymark.reports.states import CannotNow
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import erase

START = datetime(2026, 11, 30, 12, tzinfo=UTC)
RECEIVERS = (DOCTOR, "Harbour House")
ADULT = Given(how="signed", age=18)


class Steps(RuleBasedStateMachine):
    """A worker drafts, signs, activates, withdraws and asks; days pass; releases are erased.

    `model` says of each release what it should be: its state, receiver, fields and last day. It is
    kept apart from the code that is tried, in the plainest words.
    """

    cast: Cast
    releases = Bundle("releases")

    def __init__(self) -> None:
        super().__init__()
        self.save = transaction.savepoint()
        self.worker = self.cast.carl_cases
        self.rosa = make_participant(make_case(self.cast))
        self.model: dict[Any, dict[str, Any]] = {}
        self.lines: list[str] = []
        self.before = Entry.objects.count()
        self.days = 0
        self.suspected = False
        timezone.now = lambda: START

    def teardown(self) -> None:
        """Nothing of one run is there in the next."""
        transaction.savepoint_rollback(self.save)

    @property
    def keyring(self) -> Any:
        """A fresh one for each step."""
        return self.cast.keyring(self.worker)

    def _try(self, act: Callable[[], object], event: str) -> bool:
        """Take a step that may be refused; what succeeds is expected in the log."""
        try:
            with transaction.atomic():
                act()
        except (CannotNow, CannotOpen):
            return False
        self.lines.append(event)
        return True

    @rule(
        target=releases,
        to=st.sampled_from(RECEIVERS),
        fields=st.sets(st.sampled_from((FIRST, SECOND)), min_size=1),
        days=st.integers(0, 20),
    )
    def draft(self, to: str, fields: set[str], days: int) -> Any:
        """A draft with terms; none for somebody who is suspected."""
        try:
            with transaction.atomic():
                release = drafting.draft(
                    self.rosa.case, self.rosa, To(name=to), by=self.worker, keyring=self.keyring
                )
        except CannotNow:
            assert self.suspected
            return multiple()
        assert not self.suspected
        last = today() + timedelta(days=days)
        terms = Terms("", named=True, fields=tuple(fields), purpose="housing", language="eng")
        drafting.set_terms(release, terms, last, seen=1, by=self.worker, keyring=self.keyring)
        self.lines += ["release:drafted", "record:changed"]
        self.model[release.pk] = {"state": "draft", "to": to, "fields": fields, "last": last}
        return release.pk

    def _row(self, pk: Any) -> Release:
        return Release.objects.select_related("case", "participant__person").get(pk=pk)

    @rule(pk=releases)
    def sign(self, pk: Any) -> None:
        """The person agrees."""
        known, row = self.model[pk], self._row(pk)

        def act() -> None:
            giving.sign(row, ADULT, today(), seen=row.version, by=self.worker, keyring=self.keyring)

        done = self._try(act, "release:signed")
        able = not self.suspected and known["last"] >= today()
        assert done is (known["state"] == "draft" and able)
        known["state"] = "signed" if done else known["state"]

    @rule(pk=releases)
    def activate(self, pk: Any) -> None:
        """Make it active."""
        known, row = self.model[pk], self._row(pk)
        done = self._try(
            lambda: giving.activate(row, by=self.worker, keyring=self.keyring),
            "release:activated",
        )
        able = not self.suspected and known["last"] >= today()
        assert done is (known["state"] == "signed" and able)
        known["state"] = "active" if done else known["state"]

    @rule(pk=releases)
    def withdraw(self, pk: Any) -> None:
        """Take it back."""
        known, row = self.model[pk], self._row(pk)
        self._try(lambda: ending.withdraw(row, by=self.worker), "release:withdrawn")
        if known["state"] != "erased":
            known["state"] = "over"

    @rule(pk=releases)
    def erase(self, pk: Any) -> None:
        """Its key is destroyed, as forgetting does."""
        erase(self._row(pk).envelope_id)
        self.model[pk]["state"] = "erased"

    @rule(suspected=st.booleans())
    def learn_what_they_are(self, suspected: bool) -> None:
        """Somebody turns out to be suspected of harming people, or not to be."""
        role = "suspected_perpetrator" if suspected else "victim"
        part = {"role": Answer(role)}
        self.rosa.refresh_from_db()
        seen = self.rosa.version
        changing.change_part(self.rosa, part, seen=seen, by=self.worker, keyring=self.keyring)
        self.lines.append("record:changed")
        self.suspected = suspected

    @rule(days=st.integers(1, 12))
    def pass_time(self, days: int) -> None:
        """Days go by, with no tick."""
        self.days += days
        timezone.now = lambda: START + timedelta(days=self.days)

    @rule()
    def tick(self) -> None:
        """What expires by itself is audited each."""
        self.lines += ["release:expired"] * ending.expire_due()
        for known in self.model.values():
            if known["state"] in {"signed", "active"} and known["last"] < today():
                known["state"] = "over"

    @rule(
        to=st.sampled_from(RECEIVERS),
        fields=st.sets(st.sampled_from((FIRST, SECOND)), min_size=1),
    )
    def ask(self, to: str, fields: set[str]) -> None:
        """The gate lets out exactly what one active release covers, today, to this receiver."""
        allowed = not self.suspected and any(
            known["state"] == "active"
            and known["to"] == to
            and fields <= known["fields"]
            and known["last"] >= today()
            for known in self.model.values()
        )
        try:
            question = ask(self.rosa, *fields, to=to)
            with leaving(question, by=self.worker, keyring=self.keyring) as departure:
                assert set(departure.values) == fields
            self.lines.append("data:left")
            assert allowed
        except Refused:
            self.lines.append("data:refused")
            assert not allowed

    @invariant()
    def nothing_is_missing_in_the_log(self) -> None:
        """Each step stands in it once, in order."""
        rows = Entry.objects.filter(seq__gt=self.before).order_by("seq")
        assert list(rows.values_list("event", flat=True)) == self.lines


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands still unless days pass, and goes on afterwards."""
    monkeypatch.setattr(timezone, "now", lambda: START)


def test_no_order_of_steps_lets_anything_out_without_a_release(cast: Cast, clock: None) -> None:
    machine = type("OfThisCast", (Steps,), {"cast": cast})
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=25))
