"""One round of everything that happens by itself. Safe in several processes at once."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from waymark.accounts.actions import sign_in
from waymark.analysis import process as estimates
from waymark.directory import upkeep
from waymark.learn.lessons import counting
from waymark.reports import escalation, notices
from waymark.reports.actions import retention
from waymark.reports.models import HeldFile, Report
from waymark.vault.actions import scrub
from waymark.vault.models import Envelope
from waymark.vault.records import to_the_hour

log = logging.getLogger("waymark.tick")

# A day longer than a form is valid: who sends one that is too old still finds its files.
HELD_FILE_HOURS = 48
# Erasure times are cut to the hour, and a busy database may need a second try.
SCRUB_HOURS = 1


@dataclass
class TickResult:
    """How much each step of a round did, by name, and which steps failed."""

    done: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def run_once(now: datetime | None = None) -> TickResult:
    """Run every step once. A step that fails is named in the result; the others still run."""
    now = now or timezone.now()
    result = TickResult()
    for name, step in STEPS.items():
        try:
            result.done[name] = step(now)
        except Exception as fault:
            # Only the kind of fault: its text may quote a row.
            log.error("%s failed with %s; the next round tries again", name, type(fault).__name__)
            result.failed.append(name)
    return result


def remove_held_files(now: datetime) -> int:
    """Remove files of forms that nobody sent within two days."""
    old = HeldFile.objects.filter(created_at__lt=now - timedelta(hours=HELD_FILE_HOURS))
    return old.delete()[0]


def scrub_erased(now: datetime) -> int:
    """Have the database engine overwrite what was erased lately, by a rule or by a reporter."""
    since = to_the_hour(now) - timedelta(hours=SCRUB_HOURS)
    return Envelope.objects.filter(erased_at__gte=since).exists() and scrub()


def round_times(_: datetime) -> int:
    """Cut the arrival time to the hour where no promised answer is running any more."""
    with timezone.override(UTC):
        exact = Report.objects.filter(answer_due_at=None).exclude(
            received_at__minute=0, received_at__second=0
        )
        rows = list(exact.values_list("pk", "received_at"))
    return sum(
        Report.objects.filter(pk=pk, answer_due_at=None).update(received_at=to_the_hour(moment))
        for pk, moment in rows
    )


def catch_up_imports(_: datetime) -> int:
    """Go on with imports that a restart broke off; loaded here, since every process names steps."""
    from waymark.directory.importing import running

    return running.catch_up()


def drop_exports(now: datetime) -> int:
    """Drop exports of other hotlines that nobody took in within a day; loaded here likewise."""
    from waymark.reports.importing import drafts

    return drafts.drop_old(now)


def clear_imports(now: datetime) -> int:
    """Go on destroying what was taken back and a restart broke off; loaded here likewise."""
    from waymark.reports.importing import undoing

    return undoing.clear_all(now)


STEPS: dict[str, Callable[[datetime], int]] = {
    "escalation": escalation.run,
    "notices": notices.send_due,
    "retention": retention.erase_due,
    "scrub": scrub_erased,
    "held files": remove_held_files,
    "sign-ins": sign_in.tidy,
    "times": round_times,
    "directory": upkeep.tick_once,
    "imports": catch_up_imports,
    "exports brought": drop_exports,
    "imports taken back": clear_imports,
    "lesson codes": counting.forget_spent,
    "estimates": estimates.tick,
}
