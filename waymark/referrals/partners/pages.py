"""What this slice shows and does by itself, and where."""

from waymark.referrals.partners import ticking
from waymark.referrals.partners.queries.lines import from_partners
from waymark.referrals.referring.queries import incoming
from waymark.reports import tick


def register() -> None:
    """Name the referrals of this slice, and what runs by itself."""
    incoming.register("partners", from_partners)
    tick.STEPS["desks that partners wait for"] = ticking.tell_desks
    tick.STEPS["partners' referrals that end"] = ticking.end_due
