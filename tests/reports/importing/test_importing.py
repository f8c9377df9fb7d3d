"""Exports become sealed reports, once, all or nothing of each batch, and can be taken back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from tests.cast import CASE_MANAGEMENT, HOTLINE
from tests.reports.importing.making import (
    BARE,
    ROSA,
    begin,
    bring,
    content,
    imported,
    many,
    origin,
    table,
    work,
)
from tests.reports.staff.conftest import Desk, events
from waymark.accounts.permissions import NotAllowed
from waymark.audit.events import Event
from waymark.reports import escalation, tick
from waymark.reports.actions import answering, situations, triage
from waymark.reports.actions.indexing import forget_index, index_some
from waymark.reports.actions.retention import erase_due, install_default_rules
from waymark.reports.importing import columns, drafts, undoing, working
from waymark.reports.importing.choices import ComesAs
from waymark.reports.importing.dates import Order
from waymark.reports.importing.fields import Field
from waymark.reports.importing.known import marks_of
from waymark.reports.importing.reading import Line
from waymark.reports.importing.rows import Verdict
from waymark.reports.models import (
    BroughtFile,
    Disposition,
    ImportState,
    Notice,
    Report,
    ReportImport,
    SavedColumns,
    State,
)
from waymark.reports.queries import queue
from waymark.reports.queries.public import find_thread
from waymark.reports.queries.search import find
from waymark.reports.states import CannotNow, ChangedMeanwhile, Step, is_allowed
from waymark.vault import blind
from waymark.vault.actions import rotate
from waymark.vault.models import BlindTerm, Envelope, WrappedDataKey
from waymark.vault.primitives import CannotOpen, plain_hash


def sara(desk: Desk) -> Any:
    return desk.cast.sara_supervisor


def verdicts(desk: Desk, draft: BroughtFile) -> list[str]:
    """What each row of a file that waits would become."""
    keyring = desk.keyring(draft.worker)
    index_some(draft.worker, keyring, most=1000, imported_for=draft.recipient)
    found = drafts.open_draft(draft, keyring)
    return [each.verdict.value for each in found.looker(keyring).look(found.table.lines)]


def test_rows_become_sealed_reports_of_the_recipient(desk: Desk) -> None:
    run = imported(desk)
    assert (run.state, run.total, run.brought) == (ImportState.DONE, 2, 2)
    rosa, bare = Report.objects.order_by("received_at")
    assert content(desk.cast, rosa).what == "Rosa is locked in at the laundry."
    assert origin(desk.cast, rosa).source == "Lakes Line"
    assert (rosa.state, rosa.urgent, rosa.language) == (State.NEW, True, "es")
    assert (bare.urgent, bare.language) == (False, "und")
    assert rosa.received_at == datetime(2026, 4, 13, 22, tzinfo=UTC)
    assert rosa.answer_due_at is None
    assert rosa.brought_in == run
    keys = WrappedDataKey.objects.filter(envelope=rosa.envelope_id)
    assert [row.compartment_key.compartment.name for row in keys if row.compartment_key] == [
        HOTLINE
    ]
    assert not keys.exclude(reader=None).exclude(reader=b"").exists()
    with pytest.raises(CannotOpen):
        desk.keyring(desk.cast.carl_cases).data_key(rosa.envelope_id)
    assert events(Event.REPORTS_IMPORTED, run) == 2


def test_nothing_of_the_file_lies_open_and_it_is_gone_afterwards(desk: Desk) -> None:
    draft = bring(desk)
    begin(desk, draft)
    for row in (*BroughtFile.objects.values(), *ReportImport.objects.values()):
        assert b"Rosa" not in repr(row).encode()
        assert b"Lakes" not in repr(row).encode()
    work(desk, ReportImport.objects.get())
    assert not BroughtFile.objects.exists()
    assert Envelope.objects.get(pk=draft.envelope_id).erased_at is not None
    assert not WrappedDataKey.objects.filter(envelope=draft.envelope_id).exists()


def test_no_code_opens_an_imported_report(desk: Desk) -> None:
    imported(desk, many(3))
    lookups = {bytes(row.lookup) for row in Report.objects.all()}
    assert len(lookups) == 3
    assert find_thread("0000-0000-0000-0000-0") is None


def test_imported_reports_are_found_by_their_words_and_their_number(desk: Desk) -> None:
    imported(desk)
    by, keyring = sara(desk), desk.keyring(sara(desk))
    for words in ("Rosa", "harbor", "H-1007", "+1 202 555 0143", "shelter Told"):
        assert len(find(by, keyring, words)) == 1, words
    assert index_some(by, keyring) == 0


def test_the_same_file_twice_brings_nothing_twice(desk: Desk) -> None:
    imported(desk)
    again = bring(desk)
    assert verdicts(desk, again) == ["here", "here"]
    with pytest.raises(CannotNow):
        begin(desk, again)
    assert Report.objects.count() == 2


def test_a_row_is_known_by_the_number_of_its_own_hotline(desk: Desk) -> None:
    imported(desk)
    changed = ("2026-04-14", *ROSA[1:3], "Other words.", *ROSA[4:])
    assert verdicts(desk, bring(desk, table(changed), source="lakes  LINE")) == ["here"]
    assert verdicts(desk, bring(desk, table(changed), source="River Line")) == ["comes"]
    # The very same row is the same report, whatever its hotline is called this time.
    assert verdicts(desk, bring(desk, table(ROSA), source="River Line")) == ["here"]
    assert verdicts(desk, bring(desk, table(ROSA), team=desk.cases)) == ["comes"]


def test_a_row_that_repeats_another_of_its_file_is_left_out(desk: Desk) -> None:
    draft = bring(desk, table(ROSA, BARE, ROSA, BARE))
    assert verdicts(desk, draft) == ["comes", "comes", "left_out", "left_out"]
    assert work(desk, begin(desk, draft)).brought == 2


def test_it_is_still_known_after_a_rotation(desk: Desk) -> None:
    imported(desk, many(5))
    by, keyring = sara(desk), desk.keyring(sara(desk))
    rotate(desk.hotline.compartments.get(), by=keyring)
    assert verdicts(desk, bring(desk, many(6))) == ["here"] * 5 + ["comes"]
    for report in Report.objects.all():
        forget_index(report.envelope_id)
    run = begin(desk, bring(desk, many(6)))
    run = working.work(run, by=by, keyring=desk.keyring(by), seconds=600)
    assert (run.state, run.brought) == (ImportState.DONE, 1)


def test_whoever_has_only_the_database_cannot_test_a_number(desk: Desk) -> None:
    imported(desk)
    terms = {bytes(term) for term in BlindTerm.objects.values_list("term", flat=True)}
    marks = marks_of(desk.hotline.pk, "Lakes Line", "H-1007", Line(1, ROSA))
    keyring = desk.keyring(sara(desk))
    right = {
        blind.term(keyring.index_key(key), mark)
        for key in keyring.compartment_keys
        for mark in marks
    }
    assert terms & right
    for public in WrappedDataKey.objects.select_related("compartment_key"):
        key = public.compartment_key
        guesses = [bytes(32)] + ([bytes(key.public_key), plain_hash(key.id.bytes)] if key else [])
        assert not any(blind.term(guess, mark) in terms for guess in guesses for mark in marks)


def test_ambiguous_days_wait_for_the_order(desk: Desk) -> None:
    data = table(("03/04/2026", "A cellar."), headings=("Date", "Description"))
    draft = bring(desk, data)
    assert verdicts(desk, draft) == ["left_out"]
    with pytest.raises(CannotNow):
        begin(desk, draft)
    drafts.drop(draft)
    imported(desk, data, order=Order.DAY)
    assert Report.objects.get().received_at == datetime(2026, 4, 3, 12, tzinfo=UTC)


def test_without_a_column_of_days_nothing_begins(desk: Desk) -> None:
    draft = bring(desk, table(("x", "A cellar."), headings=("a", "Description")))
    with pytest.raises(CannotNow, match="not in this state"):
        begin(desk, draft)


def test_nobody_is_told_and_nobody_waits(desk: Desk) -> None:
    imported(desk)
    assert escalation.run() == 0
    assert not Notice.objects.exists()
    assert queue.counts(sara(desk))[queue.Shown.WAITING] == 0
    waiting = desk.report("Fresh.")
    first = queue.shown_to(sara(desk), queue.Shown.OPEN).first()
    assert first == waiting  # although one of the others is urgent


def test_a_promise_runs_from_now_where_it_is_wanted(desk: Desk) -> None:
    imported(desk, way=ComesAs.PROMISED)
    rosa = Report.objects.get(urgent=True)
    assert rosa.answer_due_at is not None
    assert rosa.imported_at is not None
    assert rosa.answer_due_at - rosa.imported_at == timedelta(minutes=15)
    assert escalation.run() == 2
    closed = triage.mark(desk.fresh(rosa), Disposition.INFORMATION, by=sara(desk))
    assert closed.answer_due_at is None
    triage.reopen(closed, by=sara(desk))
    assert escalation.run() == 0


def test_only_so_many_are_promised_at_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "MOST_PROMISED", 2)
    draft = bring(desk, many(3))
    with pytest.raises(CannotNow):
        begin(desk, draft, ComesAs.PROMISED)
    assert begin(desk, draft).state == ImportState.RUNNING


def test_closed_ones_are_kept_no_longer_than_others(desk: Desk) -> None:
    imported(desk, way=ComesAs.CLOSED)
    found = list(Report.objects.all())
    assert {row.state for row in found} == {State.CLOSED}
    assert {row.disposition for row in found} == {Disposition.INFORMATION}
    install_default_rules(desk.cast.riverside)
    assert erase_due() == 0
    assert erase_due(datetime.now(UTC) + timedelta(days=181)) == 2


def test_nobody_can_be_answered(desk: Desk) -> None:
    imported(desk)
    rosa = desk.fresh(Report.objects.get(urgent=True))
    assert not is_allowed(Step.ANSWER, rosa)
    with pytest.raises(CannotNow) as refused:
        desk.answer(rosa, by=sara(desk))
    assert "Nobody has a code" in str(refused.value.sentence)
    triage.mark(rosa, Disposition.INFORMATION, by=sara(desk))


@pytest.mark.parametrize("name", ["ana_hotline", "carl_cases", "ivan_analyst", "adam_admin",
                                  "lena_lakeside"])  # fmt: skip
def test_only_supervisors_of_the_recipient_import(desk: Desk, name: str) -> None:
    with pytest.raises(NotAllowed):
        bring(desk, by=desk.cast[name])
    draft = bring(desk)
    keyring = desk.keyring(desk.cast[name])
    with pytest.raises(NotAllowed):
        working.begin(
            draft, ComesAs.NEW, seen=1, remember=False, by=desk.cast[name], keyring=keyring
        )
    run = begin(desk, draft)
    with pytest.raises(NotAllowed):
        working.work(run, by=desk.cast[name], keyring=keyring)
    with pytest.raises(NotAllowed):
        undoing.take_back(run, by=desk.cast[name])
    assert not Report.objects.exists()


def test_a_supervisor_who_left_the_circle_goes_no_further(desk: Desk) -> None:
    run = begin(desk, bring(desk))
    holder = sara(desk).holder
    circle = desk.hotline.compartments.get()
    holder.memberships.filter(compartment_key__compartment=circle).delete()
    with pytest.raises(NotAllowed):
        work(desk, run)
    assert not Report.objects.exists()


def test_another_worker_does_not_open_the_file(desk: Desk) -> None:
    draft = bring(desk)
    with pytest.raises(CannotOpen):
        drafts.open_draft(draft, desk.keyring(desk.cast.lena_lakeside))


def test_begun_twice_is_begun_once(desk: Desk) -> None:
    draft = bring(desk)
    assert begin(desk, draft) == begin(desk, draft)
    with pytest.raises(ChangedMeanwhile):
        drafts.choose(draft, [], Order.DAY, seen=1, keyring=desk.keyring(sara(desk)))


def test_an_old_page_chooses_nothing(desk: Desk) -> None:
    draft = bring(desk, order=Order.DAY)
    found = drafts.open_draft(draft, desk.keyring(sara(desk))).chosen.columns
    with pytest.raises(ChangedMeanwhile):
        drafts.choose(draft, found, Order.MONTH, seen=1, keyring=desk.keyring(sara(desk)))


Fault = Callable[[str], None]


@pytest.fixture
def fault(monkeypatch: pytest.MonkeyPatch) -> Fault:
    """Let the next statement that begins so fail, as where the disk is full."""

    def arm(words: str) -> None:
        execute = CursorWrapper.executemany

        def failing(self: CursorWrapper, sql: Any, params: Any) -> Any:
            if str(sql).startswith(words):
                monkeypatch.setattr(CursorWrapper, "executemany", execute)
                raise OperationalError("disk full")
            return execute(self, sql, params)

        monkeypatch.setattr(CursorWrapper, "executemany", failing)

    return arm


@pytest.mark.parametrize(
    "statement",
    ['INSERT INTO "reports_report"', 'INSERT INTO "vault_wrappeddatakey"',
     "INSERT INTO vault_blindterm"],
    ids=["report", "key", "index"],
)  # fmt: skip
def test_a_batch_comes_in_whole_or_not_at_all_and_the_rest_follows(
    desk: Desk, fault: Fault, monkeypatch: pytest.MonkeyPatch, statement: str
) -> None:
    monkeypatch.setattr(working, "BATCH", 3)
    run = begin(desk, bring(desk, many(8)))
    by = sara(desk)
    run = working.work(run, by=by, keyring=desk.keyring(by), seconds=0)
    assert (run.looked_at, Report.objects.count()) == (3, 3)
    fault(statement)
    with pytest.raises(OperationalError):
        work(desk, run)
    run.refresh_from_db()
    assert (run.looked_at, run.brought, Report.objects.count()) == (3, 3, 3)
    assert (work(desk, run).state, Report.objects.count()) == (ImportState.DONE, 8)
    numbers = {origin(desk.cast, row).number for row in Report.objects.all()}
    assert numbers == {f"N-{at}" for at in range(8)}


def test_a_file_that_is_forgotten_halfway_can_be_brought_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BATCH", 3)
    by = sara(desk)
    run = begin(desk, bring(desk, many(8)))
    working.work(run, by=by, keyring=desk.keyring(by), seconds=0)
    tomorrow = datetime.now(UTC) + timedelta(hours=25)
    assert tick.drop_exports(tomorrow) == 1
    assert not BroughtFile.objects.exists()
    run.refresh_from_db()
    assert run.state == ImportState.STOPPED
    assert work(desk, run).brought == 3
    assert imported(desk, many(8)).brought == 5
    assert Report.objects.count() == 8


def test_a_file_that_waits_is_dropped_after_a_day(desk: Desk) -> None:
    draft = bring(desk)
    assert tick.drop_exports(datetime.now(UTC) + timedelta(hours=23)) == 0
    assert tick.drop_exports(datetime.now(UTC) + timedelta(hours=25)) == 1
    assert Envelope.objects.get(pk=draft.envelope_id).erased_at is not None


def test_only_so_many_files_wait(desk: Desk) -> None:
    for _ in range(drafts.MOST_WAITING):
        bring(desk)
    with pytest.raises(CannotNow):
        bring(desk)


def test_everything_is_taken_back(desk: Desk) -> None:
    own = desk.report("Mine.")
    run = imported(desk, many(4))
    envelopes = list(run.reports.values_list("envelope_id", flat=True))
    undoing.take_back(run, by=sara(desk))
    assert {row.state for row in run.reports.all()} == {State.ERASED}
    assert undoing.clear(run) == 4
    run.refresh_from_db()
    assert run.state == ImportState.TAKEN_BACK
    assert list(Report.objects.all()) == [own]
    assert not WrappedDataKey.objects.filter(envelope__in=envelopes).exists()
    assert not BlindTerm.objects.filter(envelope__in=envelopes).exists()
    assert Envelope.objects.filter(pk__in=envelopes, erased_at=None).count() == 0
    assert events(Event.REPORTS_TAKEN_BACK, run) == 1
    with pytest.raises(CannotNow):
        undoing.take_back(run, by=sara(desk))
    assert imported(desk, many(4)).brought == 4


def test_taking_back_goes_on_after_a_restart(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "BATCH", 2)
    run = imported(desk, many(5))
    undoing.take_back(run, by=sara(desk))
    assert undoing.clear(run, seconds=0) == 2
    assert tick.clear_imports(datetime.now(UTC)) == 3
    run.refresh_from_db()
    assert run.state == ImportState.TAKEN_BACK


def test_an_import_that_still_comes_in_can_be_taken_back(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "BATCH", 2)
    run = begin(desk, bring(desk, many(5)))
    working.work(run, by=sara(desk), keyring=desk.keyring(sara(desk)), seconds=0)
    undoing.take_back(run, by=sara(desk))
    undoing.clear(run)
    assert work(desk, run).state == ImportState.TAKEN_BACK
    assert not Report.objects.exists()
    assert not BroughtFile.objects.exists()


def _take(desk: Desk, report: Report) -> None:
    triage.take(report, by=desk.cast.ana_hotline)


def _note(desk: Desk, report: Report) -> None:
    answering.add_note(report, "Seen.", form_key=b"k" * 16, by=desk.cast.ana_hotline)


def _group(desk: Desk, report: Report) -> None:
    situations.create_situation("Cellar", report=report, by=desk.cast.ana_hotline)


def _mark(desk: Desk, report: Report) -> None:
    triage.mark(report, Disposition.SPAM, by=desk.cast.ana_hotline)


def _repeat(desk: Desk, report: Report) -> None:
    other = desk.report("The same.")
    triage.mark(other, Disposition.DUPLICATE, by=desk.cast.ana_hotline, duplicate_of=report)


def _reopen(desk: Desk, report: Report) -> None:
    triage.reopen(report, by=desk.cast.ana_hotline)


@pytest.mark.parametrize(
    ("act", "way"),
    [(_take, ComesAs.NEW), (_note, ComesAs.NEW), (_group, ComesAs.NEW), (_mark, ComesAs.NEW),
     (_repeat, ComesAs.NEW), (_reopen, ComesAs.CLOSED)],
    ids=["taken", "noted", "grouped", "closed", "repeated", "reopened"],
)  # fmt: skip
def test_nothing_is_taken_back_once_somebody_has_worked_on_it(
    desk: Desk, act: Callable[[Desk, Report], None], way: ComesAs
) -> None:
    run = imported(desk, many(3), way)
    act(desk, desk.fresh(run.reports.all()[1]))
    with pytest.raises(CannotNow) as refused:
        undoing.take_back(run, by=sara(desk))
    assert "worked on" in str(refused.value.sentence)
    assert run.reports.exclude(state=State.ERASED).count() == 3
    run.refresh_from_db()
    assert run.state == ImportState.DONE
    assert events(Event.REPORTS_TAKEN_BACK) == 0


def test_to_read_is_no_work(desk: Desk) -> None:
    run = imported(desk, many(2))
    desk.read(desk.fresh(run.reports.all()[0]), by=desk.cast.ana_hotline)
    undoing.take_back(run, by=sara(desk))


def test_nobody_works_on_what_is_taken_back(desk: Desk) -> None:
    run = imported(desk, many(1))
    undoing.take_back(run, by=sara(desk))
    with pytest.raises(CannotNow):
        triage.take(desk.fresh(run.reports.get()), by=desk.cast.ana_hotline)


def test_columns_are_kept_for_the_next_file_with_the_same_headings(desk: Desk) -> None:
    keyring = desk.keyring(sara(desk))
    draft = bring(desk, order=Order.MONTH)
    chosen = list(drafts.open_draft(draft, keyring).chosen.columns)
    chosen[-1] = Field.WHERE
    drafts.choose(draft, chosen, Order.MONTH, seen=2, keyring=keyring)
    draft.refresh_from_db()
    work(desk, begin(desk, draft, remember=True))
    again = drafts.open_draft(bring(desk), keyring).chosen
    assert list(again.columns) == chosen
    assert again.order is Order.MONTH
    assert drafts.open_draft(bring(desk, many(1)), keyring).chosen.order is Order.UNSAID
    assert drafts.open_draft(bring(desk, team=desk.cases), keyring).chosen.order is Order.UNSAID
    saved = columns.saved_columns(desk.hotline, keyring)[0]
    assert saved.source == "Lakes Line"
    with pytest.raises(NotAllowed):
        columns.forget(saved.row.pk, desk.hotline, by=desk.cast.lena_lakeside)
    columns.forget(saved.row.pk, desk.hotline, by=sara(desk))
    columns.forget(saved.row.pk, desk.hotline, by=sara(desk))
    assert columns.saved_columns(desk.hotline, keyring) == []


def test_columns_are_kept_once_for_the_same_headings_and_not_without_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "MOST_SAVED", 2)
    by, keyring = sara(desk), desk.keyring(sara(desk))
    chosen = drafts.open_draft(bring(desk), keyring).chosen
    for headings in (("a",), ("a",), ("b",), ("c",)):
        columns.save(chosen, headings, desk.hotline, by=by, keyring=keyring)
    kept = [each.headings for each in columns.saved_columns(desk.hotline, keyring)]
    assert kept == [("c",), ("b",)]
    assert SavedColumns.objects.count() == 2


def test_a_recipient_of_two_circles_is_sealed_for_both(desk: Desk) -> None:
    other = desk.cast.compartment(desk.cast.riverside, CASE_MANAGEMENT)
    desk.hotline.compartments.add(other)
    imported(desk, many(2))
    report = Report.objects.first()
    assert report
    carl = desk.cast.carl_cases
    assert desk.keyring(carl).data_key(report.envelope_id)
    ana = desk.cast.ana_hotline
    assert desk.keyring(ana).data_key(report.envelope_id)


def test_half_an_hour_of_a_zone_is_cut_in_utc(desk: Desk) -> None:
    with timezone.override("Asia/Kolkata"):
        imported(desk, table(("2026-04-13 10:10", "x"), headings=("Date", "Description")))
    assert Report.objects.get().received_at == datetime(2026, 4, 13, 4, tzinfo=UTC)
    assert tick.round_times(datetime.now(UTC)) == 0


def test_looking_costs_few_queries(desk: Desk, django_assert_max_num_queries: Any) -> None:
    keyring = desk.keyring(sara(desk))
    found = drafts.open_draft(bring(desk, many(1500)), keyring)
    looker = found.looker(keyring)
    with django_assert_max_num_queries(12):
        outcomes = looker.look(found.table.lines)
    assert all(each.verdict is Verdict.COMES for each in outcomes)
    assert connection.vendor in {"sqlite", "postgresql"}
