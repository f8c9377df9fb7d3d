"""What this slice shows and does by itself."""

from waymark.cases.exchange import drafts
from waymark.reports import tick


def register() -> None:
    """Files that nobody took in are dropped after a day."""
    tick.STEPS["files of cases"] = drafts.drop_old
