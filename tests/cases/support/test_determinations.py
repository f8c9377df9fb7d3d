"""Determinations only grow: in the pages, in the actions, and in the database itself."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.cases.making import make_case, make_participant
from tests.cases.support.conftest import ENOUGH, Support, day, said
from tests.cast import Cast, make_cast
from waymark.cases.answers import Answer
from waymark.cases.models import Determination
from waymark.cases.records import read
from waymark.cases.support.actions.records import add_record, change_record
from waymark.cases.support.kinds import KINDS
from waymark.cases.support.queries.determinations import standings
from waymark.reports.states import CannotNow
from waymark.vault.models import WrappedDataKey
from waymark.vault.records import erase

SLUG = "determination"
ACTUAL = {"vic_TraffickingStatus": "ActualVictimOfTrafficking"}


def refused(sql: str, *values: bytes) -> None:
    """The database refuses a statement, and nothing is lost by it."""
    with (
        pytest.raises(DatabaseError, match="determinations only grow"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_determination SET version = version + 1",
        "UPDATE cases_determination SET participant_id = NULL",
        "UPDATE cases_determination SET author_id = NULL",
        "UPDATE cases_determination SET content = content",
        "UPDATE cases_determination SET written_at = changed_at, version = 9",
    ],
)
def test_the_database_refuses_every_change(statement: str, support: Support) -> None:
    record = support.add(SLUG)
    refused(statement)
    assert support.answers(record) == said(ENOUGH[SLUG])


def test_the_database_refuses_to_delete(support: Support) -> None:
    support.add(SLUG)
    refused("DELETE FROM cases_determination")
    with pytest.raises(DatabaseError), transaction.atomic():
        Determination.objects.all().delete()
    assert Determination.objects.count() == 1


def test_the_database_refuses_to_empty_and_change_at_once(support: Support) -> None:
    support.add(SLUG)
    refused("UPDATE cases_determination SET content = %s, version = 2", b"")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite has INSERT OR REPLACE")
def test_sqlite_refuses_to_replace(support: Support) -> None:
    record = support.add(SLUG)
    refused("INSERT OR REPLACE INTO cases_determination SELECT * FROM cases_determination")
    assert support.answers(record) == said(ENOUGH[SLUG])


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has TRUNCATE")
def test_postgresql_refuses_to_truncate(support: Support) -> None:
    support.add(SLUG)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # PostgreSQL would refuse for these, too
    refused("TRUNCATE cases_determination CASCADE")


def test_erasure_empties_the_content_and_leaves_the_row(support: Support) -> None:
    record = support.add(SLUG)
    erase(record.envelope_id)
    now = Determination.objects.get(pk=record.pk)
    assert now.content == b""
    assert now.participant_id == support.victim.pk
    assert not WrappedDataKey.objects.filter(envelope=record.envelope_id).exists()
    erase(record.envelope_id)
    assert "Nobody has decided yet" in support.get(
        "carl_cases", "case_determinations", support.case_now.pk
    )


def test_no_page_changes_a_determination(support: Support) -> None:
    record, carl = support.add(SLUG), support.cast.carl_cases
    arguments = (support.case_now.pk, SLUG, record.pk)
    support.get("carl_cases", "support_step", *arguments, "change", status=404)
    support.post("carl_cases", "support_step", *arguments, "change", status=404)
    support.post("carl_cases", "support_remove", *arguments, status=404)
    support.post("carl_cases", "support_back", *arguments, 1, status=409, seen=1)
    page = support.page(record, SLUG)
    assert reverse("support_remove", args=arguments) not in page
    with pytest.raises(CannotNow):
        change_record(record, {}, seen=1, by=carl, keyring=support.cast.keyring(carl))
    assert support.answers(record) == said(ENOUGH[SLUG])


def test_the_latest_decision_counts_whenever_it_was_written_down(support: Support) -> None:
    later = support.add(SLUG, **ACTUAL, decided_on="2026-05-01", decided_by="The court")
    support.add(SLUG, decided_on="2025-01-01")
    found = standings(support.case_now, support.cast.keyring(support.cast.carl_cases))
    assert [(each.current.record.pk, len(each.before)) for each in found] == [(later.pk, 1)]
    assert found[0].current.day == day("2026-05-01")
    page = support.get("carl_cases", "case_determinations", support.case_now.pk)
    assert "The court" in page
    assert "1 earlier determination" in page


def test_the_page_says_who_decided_and_that_we_do_not(support: Support) -> None:
    support.add(SLUG)
    page = support.get("carl_cases", "case_determinations", support.case_now.pk)
    assert "Waymark decides nothing" in page
    assert "Possible victim of trafficking · Police" in page


def test_the_decision_cannot_lie_ahead(support: Support) -> None:
    values = {**ENOUGH[SLUG], "decided_on": "2199-01-01"}
    assert "lies in the future" in support.send(SLUG, values=values, status=422)


class OnlyGrows(RuleBasedStateMachine):
    """Whatever is tried, in whatever order: what was decided stays, until it is erased."""

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.cast: Cast = make_cast()
        self.case = make_case(self.cast)
        self.victim = make_participant(self.case)
        self.keyring = self.cast.keyring(self.cast.carl_cases)
        self.kept: dict[Determination, str] = {}
        self.erased: set[Determination] = set()

    @rule(basis=st.text(min_size=1, max_size=20))
    def decide(self, basis: str) -> None:
        answers = {**said(ENOUGH[SLUG]), "basis": Answer(basis)}
        carl = self.cast.carl_cases
        added = add_record(KINDS[SLUG], self.case, self.victim, answers, by=carl)
        assert isinstance(added, Determination)
        self.kept[added] = basis

    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        if self.kept:
            record = data.draw(st.sampled_from(list(self.kept)))
            with pytest.raises(CannotNow):
                change_record(record, {}, seen=1, by=self.cast.carl_cases, keyring=self.keyring)

    @rule(
        statement=st.sampled_from(
            ["UPDATE cases_determination SET version = 2", "DELETE FROM cases_determination"]
        )
    )
    def past_the_actions(self, statement: str) -> None:
        if self.kept and set(self.kept) != self.erased:
            refused(statement)

    @rule(data=st.data())
    def forget(self, data: st.DataObject) -> None:
        if self.kept:
            record = data.draw(st.sampled_from(list(self.kept)))
            erase(record.envelope_id)
            self.erased.add(record)

    @invariant()
    def all_are_there(self) -> None:
        for record, basis in getattr(self, "kept", {}).items():
            now = Determination.objects.select_related("envelope").get(pk=record.pk)
            if record in self.erased:
                assert now.content == b""
            else:
                assert read(now, self.keyring)["fields"]["basis"]["v"] == basis

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_order_of_steps_changes_what_was_decided() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(OnlyGrows, settings=settings(max_examples=4, stateful_step_count=8))
