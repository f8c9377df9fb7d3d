"""Imports and dry runs as their pages show them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from waymark.accounts.models import Worker
from waymark.reports.importing.rows import Outcome, Verdict
from waymark.reports.importing.undoing import TO_TAKE_BACK
from waymark.reports.models import ReportImport
from waymark.reports.queries.queue import first_words
from waymark.reports.queries.visible import recipients_open_to
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import DataKey

PER_PAGE = 25
LISTED = 25


@dataclass(frozen=True)
class ImportLine:
    """An import: whose reports it brought, and in which file they were."""

    run: ReportImport
    source: str = field(repr=False)
    file: str = field(repr=False)

    @property
    def percent(self) -> int:
        """How much of the file is done."""
        return min(100, 100 * self.run.looked_at // max(self.run.total, 1))

    @property
    def may_be_taken_back(self) -> bool:
        """Whether it is not taken back yet."""
        return self.run.state in TO_TAKE_BACK


def imports_open_to(worker: Worker) -> QuerySet[ReportImport]:
    """The imports for recipients for which a worker may import, the newest first."""
    rows = ReportImport.objects.filter(recipient__in=recipients_open_to(worker))
    return rows.select_related("recipient", "worker").order_by("-started_at", "pk")


def import_lines(runs: Sequence[ReportImport], keyring: Keyring) -> list[ImportLine]:
    """Imports with their labels opened where the worker's keys do it."""
    keys = keyring.data_keys([run.envelope_id for run in runs])
    return [import_line(run, keys.get(run.envelope_id)) for run in runs]


def import_line(run: ReportImport, key: DataKey | None) -> ImportLine:
    """One import; its label stays empty where no key opens it."""
    try:
        label = key.open(run, "label").decode() if key else ""
    except CannotOpen:
        label = ""
    source, _end, file = label.partition("\n")
    return ImportLine(run, source, file)


@dataclass(frozen=True)
class RowLine:
    """One row of a dry run."""

    outcome: Outcome

    @property
    def words(self) -> str:
        """The beginning of what was reported."""
        return first_words(self.outcome.content.what) if self.outcome.content else ""


@dataclass(frozen=True)
class DryRun:
    """What a file would bring: how many rows of each verdict, and a page of those asked for."""

    counts: dict[str, int]
    page: "Page[RowLine]"
    shown: str


def dry_run(outcomes: Sequence[Outcome], shown: str, number: object) -> DryRun:
    """A page of the rows of one verdict; of all rows where it is none."""
    verdicts = Counter(each.verdict for each in outcomes)
    wanted = [each for each in outcomes if shown not in set(Verdict) or each.verdict == shown]
    pages = Paginator([RowLine(each) for each in wanted], PER_PAGE)
    counts = {verdict.value: verdicts[verdict] for verdict in Verdict}
    return DryRun(counts, pages.get_page(str(number)), shown if shown in set(Verdict) else "")
