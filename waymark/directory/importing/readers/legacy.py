"""HSDS 1.x and 2.x as CSV files, and what Ohana exports: other names, lists within a cell.

Rows whose ids are numbers get ids made of the source's name; rows that were a word in a list get
theirs of the row that the list stood in.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from waymark.directory.importing.files import SourceFile
from waymark.directory.importing.languages import language_code
from waymark.directory.importing.readers.common import (
    Progress,
    Record,
    beyond,
    heading_of,
    named,
    records,
)
from waymark.directory.importing.rows import Read, Row, Unread

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NAMES_OF_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# File names that HSDS 3 no longer has, and columns that it has no more.
OLD_FILES = {
    "services_at_location", "physical_addresses", "postal_addresses", "mail_addresses",
    "regular_schedules", "regular_schedule", "holiday_schedules", "holiday_schedule",
    "eligibilities", "eligibility", "payments_accepted", "payment_accepted", "fees", "taxonomy",
    "services_taxonomy", "service_taxonomy", "accessibility_for_disabilities",
}  # fmt: skip
OLD_COLUMNS = {"number_type", "taxonomy_ids", "accepted_payments", "service_areas", "short_desc"}
LISTED = re.compile(r"\s*[,;|]\s*")
NOTED = re.compile(r"(.*?)\s*\((.*)\)\s*")
YEARLY = re.compile(r"([A-Za-z]+ \d{1,2}), 0001")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip


@dataclass
class Package:
    """What a reader has to remember between the files of one package."""

    organizations: dict[str, str] = field(default_factory=dict)  # of each location
    eligible: dict[str, list[str]] = field(default_factory=dict)  # texts of each service


Reader = Callable[[Record, Package], Iterator[tuple[str, dict[str, object]] | str]]


def matches(files: Sequence[SourceFile]) -> bool:
    """Whether files or columns are there that only HSDS 1.x, 2.x and Ohana have."""
    tables = [file for file in files if file.ending == "csv"]
    if {file.stem for file in tables} & OLD_FILES:
        return True
    watched = named(tables, ("services", "locations", "phones"))
    return any(set(heading_of(file)) & OLD_COLUMNS for file in watched)


def read(files: Sequence[SourceFile], done: Progress) -> Iterator[Read]:
    """Every row of every file; locations before services, which need to know whose they are."""
    package = Package()
    order = [stem for stems in FILES for stem in stems]
    wanted = [file for file in files if file.ending == "csv"]
    wanted.sort(key=lambda file: order.index(file.stem) if file.stem in order else len(order))
    before = 0
    for file in wanted:
        number = files.index(file)
        reader = next((reader for stems, reader in FILES.items() if file.stem in stems), None)
        if reader is None:
            yield Unread("", "unknown_file", file.name, number, 0, refused=False)
        else:
            yield from _file(file, number, reader, package, beyond(done, before))
        before += file.size
    for service, texts in package.eligible.items():
        said = "\n".join(each for each in texts if each)
        yield Row("service", {"id": service, "eligibility_description": said}, 0, 0)


def _file(
    file: SourceFile, number: int, reader: Reader, package: Package, done: Progress
) -> Iterator[Read]:
    for each in records(file, number, file.stem, done):
        if isinstance(each, Unread):
            yield each
            continue
        line, record = each
        for made in reader(record, package):
            if isinstance(made, str):
                yield Unread(file.stem, made, "", number, line, refused=False)
            else:
                yield Row(made[0], made[1], number, line)


Made = Iterator[tuple[str, dict[str, object]] | str]


def _renamed(record: Record, names: Mapping[str, str]) -> dict[str, object]:
    """The columns that go over as they are, under HSDS 3's names."""
    return {new: record[old] for old, new in names.items() if old in record}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def words(cell: str) -> list[str]:
    """The items of a list within a cell, without repetition; brackets keep their commas."""
    found: list[str] = []
    depth, word = 0, ""
    for sign in f"{cell},":
        depth += (sign == "(") - (sign == ")" and depth > 0)
        if sign in ",;|" and not depth:
            if word.strip() and word.strip() not in found:
                found.append(word.strip())
            word = ""
        else:
            word += sign
    return found if depth == 0 else [each.strip() for each in LISTED.split(cell) if each.strip()]


def _organization(record: Record, package: Package) -> Made:
    values = _renamed(
        record,
        _same("id", "name", "alternate_name", "description", "email", "tax_status", "tax_id",
              "legal_status", "logo", "uri")
        | {"website": "website", "url": "website"},
    )  # fmt: skip
    year = record.get("year_incorporated") or record.get("date_incorporated") or ""
    if found := re.search(r"\b(1[5-9]|20)\d\d\b", year):
        values["year_incorporated"] = found[0]
    yield "organization", values
    for source in words(record.get("funding_sources", "")):
        made = f"organization/{record.get('id')}/{source}"
        yield "funding", {"id": made, "organization_id": record.get("id"), "source": source}


def _location(record: Record, package: Package) -> Made:
    row_id = record.get("id", "")
    values = _renamed(
        record,
        _same("id", "organization_id", "name", "alternate_name", "description", "transportation",
              "latitude", "longitude", "external_identifier", "external_identifier_type")
        | {"website": "url", "url": "url"},
    )  # fmt: skip
    virtual = record.get("virtual", "").strip().lower() in {"true", "yes", "1", "t"}
    values["location_type"] = "virtual" if virtual else "physical"
    if not record.get("description") and record.get("short_desc"):
        values["description"] = record["short_desc"]
    if record.get("organization_id"):
        package.organizations[row_id] = record["organization_id"]
    yield "location", values
    yield from _spoken(record, "location_id", row_id)
    for each in words(record.get("accessibility", "")):
        about = each.replace("_", " ")
        made = f"location/{row_id}/{each}"
        yield "accessibility", {"id": made, "location_id": row_id, "description": about}
    if record.get("email", "").strip():
        made = f"location/{row_id}/email"
        yield "contact", {"id": made, "location_id": row_id, "email": record["email"]}


def _spoken(record: Record, link: str, row_id: str) -> Made:
    """Languages in a cell: `Spanish (limited)` is Spanish, with a note."""
    for each in words(record.get("languages", "")):
        yield "language", _language(f"{link}/{row_id}/{each}", {link: row_id}, each)


def _language(row_id: str, links: dict[str, object], said: str) -> dict[str, object]:
    noted = NOTED.fullmatch(said)
    name, note = (noted[1], noted[2]) if noted else (said, "")
    if noted and language_code(f"{name} ({note})"):
        name, note = said, ""
    code = language_code(name)
    return {"id": row_id, **links, "name": name, "code": code, "note": note}


def _service(record: Record, package: Package) -> Made:
    row_id = record.get("id", "")
    values = _renamed(
        record,
        _same("id", "organization_id", "program_id", "name", "alternate_name", "description",
              "email", "interpretation_services", "application_process", "wait_time",
              "accreditations", "licenses", "assured_date", "assurer_email", "alert",
              "last_modified", "minimum_age", "maximum_age")
        | {"website": "url", "url": "url", "fees": "fees_description",
           "eligibility": "eligibility_description", "status": "status"},
    )  # fmt: skip
    for_whom = [record.get(name, "").strip() for name in ("eligibility", "audience")]
    if for_whom[1]:
        values["eligibility_description"] = "\n".join(each for each in for_whom if each)
    location = record.get("location_id", "").strip()
    if location and not record.get("organization_id"):
        values["organization_id"] = package.organizations.get(location, "")
    yield "service", values
    yield from _spoken(record, "service_id", row_id)
    if location:
        made = f"{row_id}/{location}"
        yield "service_at_location", {"id": made, "service_id": row_id, "location_id": location}
    yield from _lists(record, row_id, package)


def _lists(record: Record, row_id: str, package: Package) -> Made:
    for column, entity, name in (
        ("service_areas", "service_area", "name"),
        ("required_documents", "required_document", "document"),
        ("funding_sources", "funding", "source"),
        ("accepted_payments", "cost_option", "option"),
    ):
        for each in words(record.get(column, "")):
            made = f"service/{row_id}/{each}"
            yield entity, {"id": made, "service_id": row_id, name: each}
    for code in words(record.get("taxonomy_ids", "")):
        yield "attribute", _attribute(f"{row_id}/{code}", row_id, code)
    for each in words(record.get("keywords", "")):
        row = {"id": f"{row_id}/keyword/{each}", "link_id": row_id, "link_entity": "service"}
        yield "attribute", {**row, "link_type": "keyword", "value": each, "label": each}


def _attribute(row_id: str, service: str, term: str) -> dict[str, object]:
    return {"id": row_id, "link_id": service, "link_entity": "service", "taxonomy_term_id": term}


def _address(kind: str) -> Reader:
    def read_address(record: Record, package: Package) -> Made:
        values = _renamed(
            record,
            _same("location_id", "attention", "address_1", "address_2", "city", "region",
                  "state_province", "postal_code", "country"),
        )  # fmt: skip
        # Postal and physical addresses are numbered apart.
        values["id"] = f"{kind}/{record.get('id')}" if kind == "postal" else record.get("id")
        yield "address", {**values, "address_type": kind}

    return read_address


def _phone(record: Record, package: Package) -> Made:
    values = _renamed(
        record,
        _same("id", "location_id", "service_id", "organization_id", "contact_id",
              "service_at_location_id", "extension", "description")
        | {"number_type": "type", "type": "type"},
    )  # fmt: skip
    prefix = record.get("country_prefix", "").strip()
    number = record.get("number", "").strip()
    plain = prefix.lstrip("+").isdigit() and number and not number.startswith("+")
    values["number"] = f"+{prefix.lstrip('+')} {number}" if plain else number
    about = [
        record.get(name, "").strip() for name in ("description", "department", "vanity_number")
    ]
    values["description"] = ", ".join(each for each in about if each)
    yield "phone", values
    for each in words(record.get("language", "")):
        row_id = record.get("id", "")
        yield "language", _language(f"phone/{row_id}/{each}", {"phone_id": row_id}, each)


def _plain(entity: str, **renamed: str) -> Reader:
    """A file whose rows go over as they are, some columns under another name."""

    def read_plain(record: Record, package: Package) -> Made:
        yield entity, {renamed.get(name, name): value for name, value in record.items()}

    return read_plain


def _term(record: Record, package: Package) -> Made:
    code = record.get("taxonomy_id") or record.get("id") or ""
    parent = record.get("parent_id") or ""
    values: dict[str, object] = {"id": code, "code": code, "name": record.get("name", "")}
    values |= {"parent_id": parent, "taxonomy": record.get("vocabulary", "")}
    yield "taxonomy_term", values


def _service_term(record: Record, package: Package) -> Made:
    service, term = record.get("service_id", ""), record.get("taxonomy_id", "")
    values = _attribute(record.get("id") or f"{service}/{term}", service, term)
    yield "attribute", {**values, "value": record.get("taxonomy_detail", "")}


def _language_row(record: Record, package: Package) -> Made:
    said = record.get("language") or record.get("name") or ""
    links = _renamed(record, _same("service_id", "location_id", "phone_id"))
    yield "language", _language(record.get("id") or f"{links}/{said}", links, said)


def _regular(record: Record, package: Package) -> Made:
    links = _renamed(record, _same("id", "location_id", "service_id", "service_at_location_id"))
    day = record.get("weekday", "").strip().lower()
    byday = ""
    if day.isdigit() and 1 <= int(day) <= 7:
        byday = DAYS[int(day) - 1]
    elif len(day) >= 2:
        byday = next(
            (code for code, name in zip(DAYS, NAMES_OF_DAYS, strict=True) if name.startswith(day)),
            "",
        )
    if not byday:
        yield "bad_day"
        return
    times = _renamed(record, _same("opens_at", "closes_at"))
    yield "schedule", {**links, "freq": "WEEKLY", "interval": 1, "byday": byday, **times}


def _holiday(record: Record, package: Package) -> Made:
    """Days when it is closed, or open at other hours. The year 0001 means every year."""
    values = _renamed(record, _same("location_id", "service_id", "service_at_location_id"))
    values["id"] = f"holiday/{record.get('id')}"
    closed = record.get("closed", "").strip().lower() in {"true", "yes", "1", "t"}
    start, end = record.get("start_date", "").strip(), record.get("end_date", "").strip()
    yearly = [_day_of_year(each) for each in (start, end)]
    about = f"{yearly[0] or start} – {yearly[1] or end}" if end != start else yearly[0] or start
    values["description"] = f"{'Closed' if closed else 'Other hours'}: {about}"
    if not any(yearly):
        values |= {"valid_from": start, "valid_to": end}
    if not closed:
        values |= _renamed(record, _same("opens_at", "closes_at"))
    yield "schedule", values


def _day_of_year(text: str) -> str:
    found = YEARLY.fullmatch(text)
    return found[1] if found and found[1].split()[0].lower() in MONTHS else ""


def _eligible(record: Record, package: Package) -> Made:
    """Prose about who may come, which HSDS 3 has as one text of the service."""
    texts = package.eligible.setdefault(record.get("service_id", ""), [])
    texts.append(record.get("eligibility", "").strip())
    yield from ()


FILES: dict[tuple[str, ...], Reader] = {
    ("organizations", "organization"): _organization,
    ("programs", "program"): _plain("program"),
    ("locations", "location"): _location,
    ("services", "service"): _service,
    ("services_at_location", "service_at_location", "services_at_locations"): _plain(
        "service_at_location"
    ),
    ("contacts", "contact"): _plain("contact"),
    ("phones", "phone"): _phone,
    ("addresses", "physical_addresses", "physical_address"): _address("physical"),
    ("mail_addresses", "postal_addresses", "postal_address"): _address("postal"),
    ("regular_schedules", "regular_schedule"): _regular,
    ("schedules", "schedule"): _plain("schedule"),
    ("holiday_schedules", "holiday_schedule"): _holiday,
    ("eligibilities", "eligibility"): _eligible,
    ("languages", "language"): _language_row,
    ("accessibility_for_disabilities", "accessibility"): _plain(
        "accessibility", accessibility="description"
    ),
    ("service_areas", "service_area"): _plain("service_area", service_area="name"),
    ("required_documents", "required_document"): _plain("required_document"),
    ("payments_accepted", "payment_accepted"): _plain("cost_option", payment="option"),
    ("fees", "fee"): _plain("cost_option", fee="amount_description"),
    ("funding",): _plain("funding"),
    ("taxonomy", "taxonomies"): _term,
    ("services_taxonomy", "service_taxonomy", "service_taxonomies"): _service_term,
    ("metadata",): _plain("metadata"),
}
