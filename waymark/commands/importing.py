"""What of `waymark directory` takes something in: import, template, taxonomies, taxonomy."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands.console import PlainError, table

if TYPE_CHECKING:
    from waymark.accounts.models import Organisation
    from waymark.directory.importing.report import Report
    from waymark.directory.models import ImportRun
    from waymark.directory.taxonomies import TermsLoaded

BAR = 30
STEP = 0.1  # of the whole, where no terminal shows a bar


def import_arguments(parser: argparse.ArgumentParser) -> None:
    """What to import, and how much of it to do."""
    parser.add_argument("path", type=Path, help="a folder, zip, JSON, NDJSON, XLSX or CSV file")
    parser.add_argument(
        "--source", required=True, help="where it comes from; the same name each time"
    )
    parser.add_argument(
        "--organisation",
        default="",
        help="which organisation looks after it (default: the only one)",
    )
    parser.add_argument(
        "--for-all", action="store_true", help="nobody in particular looks after it"
    )
    parser.add_argument("--country", default="", help="where its telephones are, as two letters")
    parser.add_argument(
        "--dry-run", action="store_true", help="say row by row what would change; change nothing"
    )
    parser.add_argument("--problems", action="store_true", help="with --dry-run: say only problems")
    parser.add_argument(
        "--retire",
        action="store_true",
        help="make services inactive that an earlier import brought and this one does not have",
    )


def import_directory(arguments: argparse.Namespace) -> int:
    """Import, or say what an import would do. Returns 1 when rows were left out."""
    from waymark.directory.importing.alone import Busy
    from waymark.directory.importing.files import open_path
    from waymark.directory.importing.plan import About
    from waymark.directory.importing.report import Report
    from waymark.directory.importing.rows import CannotRead
    from waymark.directory.importing.running import catch_up, import_all, plan_only

    steward = steward_of(arguments.organisation, for_all=arguments.for_all)
    country = (arguments.country or (steward.country if steward else "")).upper()
    about = About(
        source=arguments.source.strip()[:120],
        steward=steward,
        country=country,
        retire=arguments.retire,
    )
    report = Report(detail=arguments.dry_run and not arguments.problems)
    progress = Progress()
    catch_up()
    try:
        with open_path(arguments.path) as files:
            if arguments.dry_run:
                run = plan_only(files, about, report, progress.tell)
            else:
                run = import_all(files, about, report, progress.tell)
    except CannotRead as fault:
        raise PlainError(str(fault)) from fault
    except Busy as fault:
        raise PlainError("Another import is running: wait until it is done.") from fault
    finally:
        progress.end()
    say(report, run, dry=arguments.dry_run)
    from waymark.directory.importing.wording import Verdict

    return int(bool(report.total(Verdict.REFUSE)))


def steward_of(name: str, *, for_all: bool) -> "Organisation | None":
    """The organisation of this name, or the only one. Raises PlainError."""
    from waymark.accounts.models import Organisation

    if for_all:
        return None
    rows = Organisation.objects.order_by("name")
    found = list(rows.filter(name=name) if name else rows[:2])
    if len(found) == 1:
        return found[0]
    names = ", ".join(rows.values_list("name", flat=True)) or "none yet: run `waymark setup`"
    raise PlainError(f"Say with --organisation who looks after it ({names}), or --for-all.")


class Progress:
    """Shows how far it is and how fast: a bar on a terminal, else a line every tenth."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.shown = -STEP
        self.bar = sys.stderr.isatty()

    def tell(self, part: float, rows: int) -> None:
        """Show the part that is done, from 0 to 1, and the rows that were read."""
        if not self.bar and part < self.shown + STEP:
            return
        self.shown = part
        rate = rows / max(0.1, time.monotonic() - self.start)
        line = f"{part:4.0%}  {rows:,} rows  {rate:,.0f} rows/s"
        if self.bar:
            filled = round(BAR * part)
            print(f"\r[{'#' * filled}{' ' * (BAR - filled)}] {line}  ", end="", file=sys.stderr)
        else:
            print(line, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leave the bar's line."""
        if self.bar and self.shown >= 0:
            print(file=sys.stderr)


def say(report: "Report", run: "ImportRun", *, dry: bool) -> None:
    """Print row by row what is to be said, and how many rows of each kind there are."""
    from waymark.directory.importing.wording import PROBLEMS, Verdict

    for line in report.every() if report.detail else report.every((*PROBLEMS, Verdict.CHANGE)):
        where = f"{line.file}:{line.place}" if line.file else "-"
        parts = [line.verdict.label, line.entity, line.name, line.text]
        print(f"{where}: " + " · ".join(str(part) for part in parts if part))
    rows = [
        (str(verdict.label), entity, str(number))
        for verdict in Verdict
        for (each, entity), number in sorted(report.counts.items())
        if each == verdict.value
    ]
    print(table(("what", "of", "rows"), rows) if rows else "There is nothing in it.")
    if dry:
        print("Nothing was changed: this was a dry run.")
    else:
        print(f"Imported from {run.source} ({run.format}).")


def template_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write it."""
    parser.add_argument("path", type=Path, help="the XLSX file to write")


def template(arguments: argparse.Namespace) -> int:
    """Write the empty table for those who have no export."""
    from waymark.directory.importing.template import write_template

    path: Path = arguments.path
    if path.exists():
        raise PlainError(f"{path} exists: choose another name.")
    try:
        write_template(path)
    except OSError as fault:
        raise PlainError(
            f"The table cannot be written to {path.parent} ({fault.strerror})."
        ) from fault
    print(f"{path}: fill in a row for each service, then `waymark directory import {path.name}`.")
    return 0


def taxonomies_arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments."""


def taxonomies(arguments: argparse.Namespace) -> int:
    """Load Open Eligibility, which comes with the install."""
    from waymark.directory.taxonomies import OPEN_ELIGIBILITY, load_taxonomies

    loaded = load_taxonomies()
    say_loaded(OPEN_ELIGIBILITY, loaded)
    return 0


def say_loaded(name: str, loaded: "TermsLoaded") -> None:
    """Print what became of the terms."""
    print(f"{name}: {loaded.added} new, {loaded.changed} changed, {loaded.unchanged} as before.")


def taxonomy_arguments(parser: argparse.ArgumentParser) -> None:
    """The file, and what it is."""
    parser.add_argument("path", type=Path, help="CSV (UTF-8) with code, name, parent, description")
    parser.add_argument("--name", required=True, help="the taxonomy's name, the same each time")
    parser.add_argument("--licence", required=True, help="the terms under which you have it")
    parser.add_argument("--version", default="", help="its version")
    parser.add_argument("--uri", default="", help="where it is described")
    parser.add_argument(
        "--may-be-published",
        action="store_true",
        help="its licence lets anybody read its codes: in the API, exports and public pages",
    )


def taxonomy(arguments: argparse.Namespace) -> int:
    """Load another taxonomy, for instance the 211 codes of a licensee."""
    from waymark.directory.models import Taxonomy
    from waymark.directory.taxonomies import TaxonomyFileError, is_bundled, load_terms, read_terms

    if is_bundled(arguments.name):
        raise PlainError("That taxonomy comes with the install: choose another name.")
    about = Taxonomy(
        name=arguments.name.strip(),
        licence=arguments.licence,
        version=arguments.version,
        uri=arguments.uri,
        may_be_published=arguments.may_be_published,
    )
    try:
        terms = read_terms(arguments.path.read_bytes(), arguments.path.name)
    except OSError as fault:
        raise PlainError(f"{arguments.path} cannot be read ({fault.strerror}).") from fault
    except TaxonomyFileError as fault:
        raise PlainError(str(fault)) from fault
    loaded = load_terms(about, terms)
    say_loaded(about.name, loaded)
    if not about.may_be_published:
        print("Its codes stay inside: workers use them, API and exports leave them out.")
    if loaded.missing:
        print(
            f"{loaded.missing} terms are no longer in the file; they stay, services may carry them."
        )
    return 0
