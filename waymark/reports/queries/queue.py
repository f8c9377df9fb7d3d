"""The queue: which reports a worker sees, in which order, and what a row says."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, TextChoices, When
from django.db.models.functions import Coalesce
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from waymark.accounts.models import Worker
from waymark.reports.content import Content
from waymark.reports.models import Author, Disposition, Message, Notice, Report, State
from waymark.reports.names import report_name
from waymark.reports.queries.visible import visible_to
from waymark.reports.states import OPEN
from waymark.reports.waiting import Wait, wait_of
from waymark.vault.keyring import Keyring
from waymark.vault.primitives import CannotOpen
from waymark.vault.records import DataKey

PER_PAGE = 25
FIRST_WORDS = 110
UNKNOWN_LANGUAGE = "und"  # as BCP 47 writes it; only what was imported can have it


class Shown(TextChoices):
    """What part of the reports a page of the queue shows."""

    OPEN = "open", _("All open")
    MINE = "mine", _("Mine")
    NOBODYS = "nobodys", _("Nobody’s")
    WAITING = "waiting", _("Waiting for an answer")
    FLOOD = "flood", _("Came in a flood")
    LINKED = "linked", Disposition.LINKED.label
    INFORMATION = "information", Disposition.INFORMATION.label
    DUPLICATE = "duplicate", Disposition.DUPLICATE.label
    SPAM = "spam", Disposition.SPAM.label
    WITHDRAWN = "withdrawn", State.WITHDRAWN.label


OPEN_VIEWS = (Shown.OPEN, Shown.MINE, Shown.NOBODYS, Shown.WAITING)
CLOSED_VIEWS = (
    Shown.LINKED,
    Shown.INFORMATION,
    Shown.DUPLICATE,
    Shown.SPAM,
    Shown.WITHDRAWN,
)
ASKS_NOBODY = Q(imported_at__isnull=False, answer_due_at=None)
WAITS = Q(reporter_waits_since__isnull=False) | (
    Q(answered_at=None, state__in=(State.NEW, State.TAKEN)) & ~ASKS_NOBODY
)


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    report: Report
    name: str
    first_words: str
    tags: tuple[tuple[str, str], ...]
    wait: Wait | None
    holder: str
    wrote_again: bool
    told: bool


def shown_to(worker: Worker, shown: Shown) -> QuerySet[Report]:
    """One part of the reports that a worker may see, the most pressing first."""
    rows = visible_to(worker).filter(_condition(worker, shown)).select_related("holder")
    rows = with_signs(rows, worker)
    if shown in CLOSED_VIEWS:
        return rows.order_by("-state_at", "pk")
    return in_order(rows)


def with_signs(rows: QuerySet[Report], worker: Worker) -> QuerySet[Report]:
    """Add whether the reporter wrote again and whether the worker was told of the report."""
    again = Message.objects.filter(report=OuterRef("pk"), author=Author.REPORTER)
    told = Notice.objects.filter(report=OuterRef("pk"), worker=worker)
    return rows.annotate(wrote_again=Exists(again), told=Exists(told))


def in_order(rows: QuerySet[Report]) -> QuerySet[Report]:
    """Urgent before the rest, who waits before who does not, and the longest wait first.

    What was imported comes last: a year's export must not bury who waits here.
    """
    aside = Case(When(ASKS_NOBODY, then=1), default=0, output_field=IntegerField())
    rank = Case(When(WAITS, then=0), default=1, output_field=IntegerField())
    since = Coalesce("reporter_waits_since", "received_at")
    found = rows.annotate(aside=aside, rank=rank, since=since)
    return found.order_by("aside", "-urgent", "rank", "since", "pk")


def _condition(worker: Worker, shown: Shown) -> Q:
    is_open = Q(state__in=OPEN)
    ordinary = is_open & Q(quarantined=False)
    special = {
        Shown.OPEN: ordinary,
        Shown.MINE: is_open & Q(holder=worker),
        Shown.NOBODYS: ordinary & Q(holder=None),
        Shown.WAITING: ordinary & WAITS,
        Shown.FLOOD: is_open & Q(quarantined=True),
        Shown.WITHDRAWN: Q(state__in=(State.WITHDRAWN, State.ERASED)),
    }
    return special.get(shown, Q(state=State.CLOSED, disposition=shown.value))


def page_of(worker: Worker, shown: Shown, number: object) -> "Page[Report]":
    """One page; a number that is none, or too high, gives the nearest page there is."""
    return Paginator(shown_to(worker, shown), PER_PAGE).get_page(str(number))


def counts(worker: Worker) -> dict[Shown, int]:
    """How many reports the open views hold, for their links."""
    views = (*OPEN_VIEWS, Shown.FLOOD)
    return {shown: visible_to(worker).filter(_condition(worker, shown)).count() for shown in views}


def digest(reports: "Page[Report] | list[Report]", now: datetime, *more: object) -> str:
    """Changes whenever a row would read differently; needs no key, so that a poll opens nothing.

    What a reporter wrote first never changes, so the plain columns and the words of the countdown
    say it all.
    """
    seen: list[Any] = [get_language(), *more]
    for report in reports:
        wait = wait_of(report, now)
        holder = report.holder.name if report.holder else ""
        signs = (report.urgent, _wrote_again(report), _told(report))
        seen.append((report.pk, report.state, holder, wait, signs))
    return hashlib.blake2b(repr(seen).encode(), digest_size=16).hexdigest()


def rows_of(reports: "Page[Report] | list[Report]", keyring: Keyring, now: datetime) -> list[Row]:
    """The lines of a page. Opens each report's first words with the worker's keys."""
    listed = list(reports)
    keys = keyring.data_keys([report.envelope_id for report in listed if _readable(report)])
    return [_row(report, keys.get(report.envelope_id), now) for report in listed]


def _readable(report: Report) -> bool:
    return report.state not in {State.WITHDRAWN, State.ERASED}


def _row(report: Report, key: DataKey | None, now: datetime) -> Row:
    content = open_content(report, key)
    return Row(
        report=report,
        name=report_name(report),
        first_words=first_words(content.what) if content else "",
        tags=tags_of(report, content),
        wait=wait_of(report, now),
        holder=report.holder.name if report.holder else "",
        wrote_again=_wrote_again(report),
        told=_told(report),
    )


def open_content(report: Report, key: DataKey | None) -> Content | None:
    """What the reporter said, or None where the key is not there or does not fit."""
    if key is None:
        return None
    try:
        return Content.from_bytes(key.open(report, "content"))
    except CannotOpen:
        return None


def first_words(what: str) -> str:
    """The beginning of a text on one line, cut between words where there are any."""
    words = " ".join(what.split())
    if len(words) <= FIRST_WORDS:
        return words
    return words[:FIRST_WORDS].rsplit(" ", 1)[0].rstrip(".,;:!?…") + "…"


def tags_of(report: Report, content: Content | None) -> tuple[tuple[str, str], ...]:
    """Text and tone of the tags: urgent, child, flood, imported, language where it is known."""
    child = content is not None and content.child
    tags = []
    if report.urgent and (content is None or content.urgent or not child):
        tags.append((str(_("Urgent")), "strong"))
    if child:
        tags.append((str(_("Child")), "strong"))
    if report.quarantined:
        tags.append((str(_("Flood")), ""))
    if report.imported_at is not None:
        tags.append((str(_("From a file")), ""))
    if report.language != UNKNOWN_LANGUAGE:
        tags.append((language_name(report.language), ""))
    return tuple(tags)


def language_name(code: str) -> str:
    """A language's name in the worker's language; the code itself where nobody knows it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def _wrote_again(report: Report) -> bool:
    return bool(report.reporter_waits_since and getattr(report, "wrote_again", False))


def _told(report: Report) -> bool:
    return bool(getattr(report, "told", False))
