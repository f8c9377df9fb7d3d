"""What this slice shows and does by itself."""

from datetime import datetime

from waymark.reports import tick


def register() -> None:
    """Files that nobody took in are dropped after a day."""
    tick.STEPS["files of cases"] = drop_old


def drop_old(now: datetime) -> int:
    """Loaded here: every process names this step, and only the ticker reads workbooks for it."""
    from waymark.cases.exchange import drafts

    return drafts.drop_old(now)
