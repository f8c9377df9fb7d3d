"""An invented line that waits for a second person: the real ones are as their sources say."""

from datetime import datetime, timedelta

from django.utils import timezone

from waymark.contacts.actions.proposing import propose_new
from waymark.contacts.actions.writing import Check
from waymark.contacts.checking import Means
from waymark.contacts.rows import Entry, plain_row
from waymark.demo.coalition import Coalition
from waymark.demo.directory.deeds import Happening

WAITS = timedelta(hours=20)
PROPOSER = "vera_contacts"
PAGE = "https://four-rivers.example/night-line"
LINE: Entry = {
    "slug": "us-four-rivers-night-line",
    "country": "US",
    "area_name": "Four Rivers County",
    "name": "Four Rivers Night Line (invented)",
    "name_language": "en",
    "audience": ["victims", "public"],
    "kind": "victim_support",
    "what_happens": ["confidential"],
    "cost": "free",
    "languages": ["en", "es", "vi"],
    "hours": [{"days": ["mon", "tue", "wed", "thu", "fri"], "opens": "20:00", "closes": "06:00"}],
    "time_zone": "America/Chicago",
    "source_url": PAGE,
    "source_kind": Means.CALLED.value,
    "confidence": "A",
    "number": [{"printed": "1-800-555-0142"}],
}


def proposed(coalition: Coalition, now: datetime) -> Happening:
    """A contact verifier proposes the line; it shows to nobody until a colleague confirms it."""

    def propose() -> None:
        today = timezone.localdate()
        row = plain_row(LINE | {"date_seen": today.isoformat()}, "demonstration")
        check = Check(Means.CALLED, PAGE, today)
        propose_new(row, check, by=coalition.members[PROPOSER].worker)

    return Happening(now - WAITS, propose)
