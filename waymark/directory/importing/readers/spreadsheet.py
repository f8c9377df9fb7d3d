"""Our own table, as XLSX or CSV: one row for each service at a place."""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from waymark.directory.importing.files import LARGEST_RATIO, SourceFile
from waymark.directory.importing.languages import language_code
from waymark.directory.importing.readers.common import Progress, Record, heading_of, records
from waymark.directory.importing.readers.legacy import words
from waymark.directory.importing.rows import Answered, CannotRead, Read, Row, Unread
from waymark.directory.importing.sheet import (
    ANSWERS,
    BY_HEADING,
    COLUMNS,
    CRITERIA,
    EXAMPLE,
    SHEET,
    SIGNS,
    TIERS,
    USES,
)
from waymark.directory.importing.values import a_time
from waymark.directory.taxonomies import TERMS_FILE, read_terms, term_id
from waymark.directory.tiers import Tier

LARGEST = 64 * 1024**2  # bytes of a workbook, packed
LARGEST_UNPACKED = 512 * 1024**2
DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
HOURS = re.compile(
    r"\s*(?P<days>[a-z]+(?:\s*[-,]\s*[a-z]+)*)\.?\s*:?\s+"
    r"(?P<from>[\d:.apm ]+?)\s*[-–]\s*(?P<to>[\d:.apm ]+?)\s*",
    re.IGNORECASE,
)
MIDNIGHT = "23:59:00"  # HSDS has no 24:00
Made = Iterator[Read]


def matches(files: Sequence[SourceFile]) -> bool:
    """Whether one of the files is our table."""
    return any(file.ending == "xlsx" for file in files) or any(
        file.ending == "csv" and set(heading_of(file)) >= SIGNS for file in files
    )


def read(files: Sequence[SourceFile], done: Progress) -> Iterator[Read]:
    """Every row of every table. Raises CannotRead for a workbook that is none."""
    known = {term.code for term in read_terms(TERMS_FILE.read_bytes(), TERMS_FILE.name)}
    rows: Iterator[tuple[int, Record] | Unread]
    for number, file in enumerate(files):
        if file.ending == "xlsx":
            rows = _workbook(file)
        elif file.ending == "csv" and set(heading_of(file)) >= SIGNS:
            rows = records(file, number, "service", done)
        else:
            continue
        for each in rows:
            if isinstance(each, Unread):
                yield each
            elif any(value.strip() for value in each[1].values()):
                yield from _Line(each[1], number, each[0], known).read()


def _workbook(file: SourceFile) -> Iterator[tuple[int, Record] | Unread]:
    """The rows of the sheet; an XLSX is an archive, which could unpack to anything."""
    unreadable = CannotRead(_("%(file)s is no XLSX table that can be read.") % {"file": file.name})
    if file.size > LARGEST:
        raise CannotRead(_("The table is larger than 64 MB: bring it in parts, or as CSV."))
    try:
        with file.open() as stream:
            _refuse_bomb(zipfile.ZipFile(stream))
        with file.open() as stream:
            book = CalamineWorkbook.from_filelike(stream)
        name = SHEET if SHEET in book.sheet_names else book.sheet_names[0]
        table = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, IndexError, OSError, ValueError) as fault:
        raise unreadable from fault
    rows = iter(enumerate(table, start=1))
    for _place, cells in rows:
        heading = [_cell(cell).strip().lower() for cell in cells]
        if set(heading) >= SIGNS:
            break
    else:
        raise CannotRead(
            _("The table has no heading that we know: make one with `waymark directory template`.")
        )
    for place, cells in rows:
        yield place, dict(zip(heading, map(_cell, cells), strict=False))


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    infos = archive.infolist()
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if size > LARGEST_UNPACKED or size > max(1024**2, packed * LARGEST_RATIO):
        raise CannotRead(_("The archive unpacks to far more than its size: it is not read."))


def _cell(value: object) -> str:
    """A cell as its text: a number without the decimals that a spreadsheet adds."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


class _Line:
    """One row of the table, which becomes rows of several entities."""

    def __init__(self, record: Record, file: int, line: int, known_terms: set[str]) -> None:
        self.cells = {
            BY_HEADING[heading].key: value.strip()
            for heading, value in record.items()
            if heading in BY_HEADING
        }
        self.file, self.line, self.known_terms = file, line, known_terms
        own = self.cells.get("number") or "/".join(
            self.get(key) for key in ("organization", "name", "address_1")
        )
        self.key = own.casefold()

    def get(self, key: str) -> str:
        """The text of a cell; empty where the column is missing."""
        return self.cells.get(key, "")

    def read(self) -> Made:
        """Everything that the row says."""
        if self.get("number").upper() == EXAMPLE:
            return
        yield from self._service()
        if self._has_place():
            yield from self._place()
        yield from self._reaching()
        yield from self._lists()
        yield from self._answers()

    def _row(self, entity: str, part: object, **values: object) -> Row:
        return Row(entity, {"id": f"{self.key}#{part}", **values}, self.file, self.line)

    def _said(self, **names: str) -> dict[str, object]:
        """Columns that the table has, under HSDS's names."""
        return {name: self.cells[key] for name, key in names.items() if key in self.cells}

    @property
    def _service_id(self) -> str:
        return f"{self.key}#service"

    def _service(self) -> Made:
        organization = self.get("organization")
        if organization:
            made = f"{organization.casefold()}#organization"
            yield Row("organization", {"id": made, "name": organization}, self.file, self.line)
        owner = (
            {"organization_id": f"{organization.casefold()}#organization"} if organization else {}
        )
        said = self._said(
            name="name", description="description", status="status", email="email", url="url",
            minimum_age="minimum_age", maximum_age="maximum_age", fees_description="fees",
            application_process="application_process", eligibility_description="eligibility",
            assured_date="assured_date",
        )  # fmt: skip
        yield self._row("service", "service", **said, **owner)

    def _has_place(self) -> bool:
        keys = ("address_1", "city", "latitude", "longitude", "area", "postal_code")
        return any(self.get(key) for key in keys)

    def _place(self) -> Made:
        tier = self._tier()
        if tier is None:
            yield self._unread("bad_tier", self.get("tier"))
            tier = Tier.CASEWORKER
        said = self._said(latitude="latitude", longitude="longitude", area="area")
        name = {"name": self.get("name")} if tier is Tier.PUBLIC else {}
        yield self._row(
            "location", "location", location_type="physical", tier=tier.value, **said, **name
        )
        use = USES.get(self.get("use"), "both")
        yield self._row(
            "service_at_location", "at", service_id=self._service_id,
            location_id=f"{self.key}#location", use=use,
        )  # fmt: skip
        if self.get("address_1") or self.get("city"):
            address = self._said(
                address_1="address_1", address_2="address_2", city="city",
                state_province="state_province", postal_code="postal_code", country="country",
            )  # fmt: skip
            yield self._row(
                "address", "address", location_id=f"{self.key}#location",
                address_type="physical", **address,
            )  # fmt: skip

    def _tier(self) -> Tier | None:
        """Who may know where it is; None for words that say nothing certain."""
        said = self.get("tier").casefold()
        if not said:
            return None if self.get("address_1") or self.get("latitude") else Tier.PUBLIC
        return next((tier for words_, tier in TIERS.items() if words_.casefold() == said), None)

    def _reaching(self) -> Made:
        if self.get("phone"):
            said = self._said(number="phone", extension="extension", description="phone_note")
            yield self._row("phone", "phone", service_id=self._service_id, type="voice", **said)
        for name in words(self.get("languages")):
            yield self._row(
                "language", f"language/{name}", service_id=self._service_id, name=name,
                code=language_code(name),
            )  # fmt: skip
        if self.get("hours"):
            yield from self._hours()

    def _hours(self) -> Made:
        found = list(opening_hours(self.get("hours")))
        if not found:
            yield self._unread("bad_hours", self.get("hours"))
            yield self._row(
                "schedule", "hours", service_id=self._service_id, description=self.get("hours")
            )
        for number, (days, opens, closes) in enumerate(found):
            yield self._row(
                "schedule", f"hours/{number}", service_id=self._service_id, freq="WEEKLY",
                interval=1,
                byday=days, opens_at=opens, closes_at=closes, zone=self.get("time_zone"),
            )  # fmt: skip

    def _lists(self) -> Made:
        for name in words(self.get("service_area")):
            yield self._row("service_area", f"area/{name}", service_id=self._service_id, name=name)
        for name in words(self.get("documents")):
            yield self._row(
                "required_document", f"paper/{name}", service_id=self._service_id, document=name
            )
        for code in words(self.get("terms")):
            if code not in self.known_terms:
                yield self._unread("unknown_term", code)
                continue
            yield self._row(
                "attribute", f"term/{code}", link_id=self._service_id, link_entity="service",
                taxonomy_term_id=str(term_id(code)),
            )  # fmt: skip

    def _answers(self) -> Made:
        for criterion in CRITERIA:
            said = self.get(criterion.value).casefold()
            if not said:
                continue
            answer = ANSWERS.get(said)
            if answer is None:
                yield self._unread("bad_answer", said)
            else:
                yield Answered(self._service_id, criterion.value, answer, self.file, self.line)

    def _unread(self, code: str, value: str) -> Unread:
        return Unread("service", code, value, self.file, self.line, refused=False)


def opening_hours(text: str) -> Iterable[tuple[str, str, str]]:
    """Days, opening and closing time of each part of `Mon-Fri 09:00-17:00; Sat 10:00-12:00`.

    None where any part cannot be read: half of the hours would send people to a closed door.
    """
    found: list[tuple[str, str, str]] = []
    for part in filter(None, (each.strip() for each in re.split(r"[;\n]", text))):
        matched = HOURS.fullmatch(part)
        days = _days(matched["days"]) if matched else ""
        if not matched or not days:
            return []
        try:
            opens = a_time(matched["from"])
            closes = MIDNIGHT if matched["to"].strip() in {"24:00", "24"} else a_time(matched["to"])
        except ValueError:
            return []
        if not opens or not closes:
            return []
        found.append((days, opens, closes))
    return found


def _days(text: str) -> str:
    """`Mon-Wed, Fri` as MO,TU,WE,FR; empty where a day is not known."""
    found: list[str] = []
    for part in text.lower().split(","):
        ends = [each.strip()[:2] for each in part.split("-")]
        if len(ends) > 2 or not all(each in DAYS for each in ends):
            return ""
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        span = range(first, last + 1) if first <= last else (*range(first, 7), *range(last + 1))
        found += [DAYS[number].upper() for number in span]
    return ",".join(dict.fromkeys(found))


assert set(CRITERIA.values()) <= {column.heading for column in COLUMNS}  # noqa: S101  one table
