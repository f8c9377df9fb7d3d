"""The columns of our own table, for those who keep their services in a spreadsheet or not at all.

The headings are fixed English words, so that a table that was sent around can still be read; the
explanations beside them are for people.
"""

from dataclasses import dataclass

from waymark.directory.criteria import Criterion
from waymark.directory.tiers import Tier

SHEET = "Services"
EXPLAINED = "Explanations"
LISTS = "Lists"
ROWS = 1000  # rows that get drop-down lists
EXAMPLE = "EXAMPLE"

TIERS = {
    "Everybody": Tier.PUBLIC,
    "Partners and caseworkers": Tier.PARTNER,
    "Caseworkers": Tier.CASEWORKER,
    "Only who opens it, with a reason": Tier.SEALED,
}
ANSWERS = {"accepts": "accepts", "does not accept": "does_not_accept", "unknown": "unknown"}
STATUSES = ("active", "inactive", "temporarily closed", "defunct")
USES = {
    "Go there": "both",
    "Go or write there first": "access_point",
    "Only the service": "service",
}


@dataclass(frozen=True)
class SheetColumn:
    """One column: its key, heading, explanation, example and the words it may hold."""

    key: str
    heading: str
    explanation: str
    example: str = ""
    choices: tuple[str, ...] = ()


CRITERIA = {
    Criterion.ANY_IMMIGRATION_STATUS: "Any immigration status",
    Criterion.UNACCOMPANIED_MINORS: "Under 18 and alone",
    Criterion.ACCOMPANIED_MINORS: "Under 18 with a parent or guardian",
    Criterion.WOMEN: "Women and girls",
    Criterion.MEN: "Men and boys",
    Criterion.TRANS_PEOPLE: "Trans people",
    Criterion.LGBTQ_PEOPLE: "LGBTQ+ people",
    Criterion.CHILDREN_ALONG: "People who bring children",
    Criterion.DISABILITY: "People with a disability",
    Criterion.SUBSTANCE_USE: "People who use alcohol or drugs",
    Criterion.SEX_TRAFFICKING: "After sex trafficking",
    Criterion.LABOUR_TRAFFICKING: "After labour trafficking",
    Criterion.NO_IDENTITY_PAPERS: "Without identity papers",
    Criterion.NO_POLICE_REPORT: "Without a police report",
    Criterion.FREE_OF_CHARGE: "Free of charge",
    Criterion.INTERPRETERS: "With an interpreter",
}
_ANSWER = "accepts, does not accept, or unknown: then people are told to ask."

COLUMNS: tuple[SheetColumn, ...] = (
    SheetColumn(
        "number",
        "Number",
        "Your own number for the service. Keep it the same in the next table: it tells which "
        "service a row is. A row with EXAMPLE here is passed over.",
        EXAMPLE,
    ),
    SheetColumn("organization", "Organization", "Who offers it.", "Example Aid"),
    SheetColumn("name", "Service", "What it is called. Needed.", "Night shelter"),
    SheetColumn(
        "description",
        "What it does",
        "In plain words. Nothing here may tell where a place is that is not for everybody.",
        "Beds, meals and somebody to talk to.",
    ),
    SheetColumn("status", "Status", "Empty means active.", "active", STATUSES),
    SheetColumn("phone", "Telephone", "Of the service, for everybody.", "202-555-0143"),
    SheetColumn("extension", "Extension", "Digits only.", "12"),
    SheetColumn(
        "phone_note", "About the telephone", "For instance when it is answered.", "Day and night"
    ),
    SheetColumn("email", "E-mail", "Of the service.", "shelter@example.org"),
    SheetColumn("url", "Web page", "Of the service.", "https://example.org/shelter"),
    SheetColumn(
        "tier",
        "Who may know where",
        "Who may learn the address and the point. Needed where a place is given: empty is taken as "
        "Caseworkers, so that nothing is published by mistake.",
        "Caseworkers",
        tuple(TIERS),
    ),
    SheetColumn(
        "area",
        "Area in words",
        "What everybody may read instead, such as a county.",
        "Harbor County",
    ),
    SheetColumn(
        "use", "What happens there", "Empty means that one goes there.", "Go there", tuple(USES)
    ),
    SheetColumn(
        "address_1", "Street and number", "Sealed unless everybody may know.", "1 Main Street"
    ),
    SheetColumn("address_2", "Floor or building", "", ""),
    SheetColumn("city", "City", "", "Harbor City"),
    SheetColumn("state_province", "State or province", "Its short code.", "CA"),
    SheetColumn("postal_code", "Postcode", "", "90001"),
    SheetColumn("country", "Country", "Its two letters.", "US"),
    SheetColumn("latitude", "Latitude", "In degrees, such as 34.05.", "34.05"),
    SheetColumn("longitude", "Longitude", "In degrees, such as -118.25.", "-118.25"),
    SheetColumn(
        "service_area", "Where people must be", "Areas, separated by commas.", "Harbor County"
    ),
    SheetColumn(
        "languages", "Languages", "English names, separated by commas.", "Spanish, Vietnamese"
    ),
    SheetColumn(
        "hours",
        "Opening hours",
        "Such as Mon-Fri 09:00-17:00; Sat 10:00-12:00. For day and night: Mon-Sun 00:00-24:00.",
        "Mon-Sun 00:00-24:00",
    ),
    SheetColumn("time_zone", "Time zone", "Such as America/Chicago.", "America/Los_Angeles"),
    SheetColumn("minimum_age", "Youngest age", "In years; empty means no limit.", "12"),
    SheetColumn("maximum_age", "Oldest age", "In years; empty means no limit.", "17"),
    SheetColumn("fees", "Fees", "In words.", "None"),
    SheetColumn("application_process", "How to apply", "In words.", "Call first"),
    SheetColumn(
        "eligibility", "Who may come", "In words, what the columns on the right do not say.", ""
    ),
    SheetColumn("documents", "Papers to bring", "Separated by commas.", ""),
    SheetColumn(
        "terms",
        "Kinds of help",
        "Codes of Open Eligibility, separated by commas; the sheet Lists has them all.",
        "1121, 1125",
    ),
    SheetColumn(
        "assured_date",
        "Checked on",
        "The day when you last made sure of all this: 2026-12-31.",
        "2026-05-04",
    ),
    *(
        SheetColumn(criterion.value, heading, _ANSWER, "unknown", tuple(ANSWERS))
        for criterion, heading in CRITERIA.items()
    ),
)
BY_HEADING = {column.heading.lower(): column for column in COLUMNS}
# Enough to know our table by, whatever else somebody took out.
SIGNS = {"service", "who may know where"}
