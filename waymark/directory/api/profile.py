"""The published profile: what this API adds to HSDS, for those who write programs."""

from functools import cache
from pathlib import Path

PROFILE = Path(__file__).resolve().parents[1] / "data" / "hsds-profile.txt"


@cache
def profile_text() -> str:
    """The profile, as Markdown."""
    return PROFILE.read_text(encoding="utf-8")
