"""Makes workbooks, instances and zips as partners send them."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]  # publishes no types

REFERENCE = Path(__file__).resolve().parents[4] / "shared" / "reference"

# The headings of the published template, by what each row of it says.
HIDDEN_NAMES = (
    "", "cas_CaseOwner", "prs_Salutation", "prs_FirstName", "prs_SecondName", "con_Consent",
    "prs_Birthdate", "prs_Gender", "prs_Citizenship", "prs_Title", "prs_Email", "prs_HomePhone",
    "prs_MobilePhone", "prs_MailingCity", "prs_MailingCountry", "prs_MailingState",
    "prs_MailingStreet", "prs_MailingPostalCode", "vic_TraffickingStatus",
    "vic_TraffickinStatusDecisionMakingOrg", "vic_MethodOfRecruitment",
    "vic_LocationOfRecruitment", "vic_MethodsOfControl", "vic_TypeOfExploitation",
    "vic_ForcedLabourIndustry", "vic_TypeOfSexExploitation", "vic_LocationOfExploitation",
    "cas_Status", "cas_ReferringOrganisation", "cas_IncomingReferralDate",
    "cas_ReferringPrimaryCaseWorker", "cas_ReasonForIncomingReferral",
    "cas_IncomingReferralDetails", "cas_ReferredOrganisation", "cas_ReferredPrimaryCaseWorker",
    "", "cas_OutgoingReferralDate", "cas_OutgoingReferralDetails", "cas_ReasonForCaseClosure",
)  # fmt: skip
LABELS = (
    "", "Case Owner", "Salutation", "First Name", "Second Name", "Consent", "Birthdate", "Gender",
    "Citizenship", "Title", "Email", "Home Phone", "Mobile Phone", "Mailing Street",
    "Mailing City", "Mailing State/Province", "Mailing Zip/Postal Code", "Mailing Country",
    "Trafficking Status", "Trafficking Status Decision Making Organization",
    "Method of Recruitment", "Location of Recruitment", "Methods of Control",
    "Type of Exploitation", "Forced Labour Industry", "Type of Sex Exploitation",
    "Location of Exploitation", "Status", "Referring Organisation", "Incoming Referral Date",
    "Referring Primary Case Worker", "Reason for Incoming Referral", "Incoming Referral Details",
    "Referred Organisation", "Referred Primary Case Worker", "Reason for Outgoing Referral",
    "Outgoing Referral Date", "Outgoing Referral Details", "Reason for Case Closure",
)  # fmt: skip


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], **options: Any) -> bytes:
    """A workbook with these cells. A cell may be a tuple: the arguments of a formula."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"strings_to_formulas": False, **options})
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, tuple):
                    sheet.write_formula(row, column, cell[0], None, cell[1])
                elif hasattr(cell, "year"):
                    sheet.write_datetime(row, column, cell, dates)
                elif cell != "":
                    sheet.write(row, column, cell)
    book.close()
    return made.getvalue()


def table(headings: Sequence[str], *rows: Sequence[Any]) -> bytes:
    """A workbook with one sheet: a row of headings, and rows."""
    return workbook({"Cases": [headings, *rows]})


def template(*people: Mapping[str, Any]) -> bytes:
    """The published template filled in: each person by the labels that a worker sees."""
    rows = [[number, *(person.get(label, "") for label in LABELS[1:])] for number, person in
            enumerate(people, start=1)]  # fmt: skip
    numbers = [[number] for number in range(len(people) + 1, 30)]
    return workbook({"Sheet1": [HIDDEN_NAMES, LABELS, *rows, *numbers]})


def instance(fields: Mapping[str, str], form: str = "htcds_xlsform", inner: str = "") -> bytes:
    """An XForm instance as a phone sends it; `inner` is further XML."""
    answers = "".join(f"<{name}>{text}</{name}>" for name, text in fields.items())
    return (
        f'<?xml version="1.0"?><data xmlns:orx="http://openrosa.org/xforms" id="{form}" '
        f'version="vSmt4GQA3C9uBMLPEVfgND"><start>2024-03-31T10:00:00.000+02:00</start>'
        f"<end/>{answers}{inner}<__version__>vSmt4GQA3C9uBMLPEVfgND</__version__>"
        "<orx:meta><orx:instanceID>uuid:6d0b7c1e</orx:instanceID></orx:meta></data>"
    ).encode()


def zipped(files: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def replaced(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """An archive with some members replaced or added."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**files, **changes})


def member(data: bytes, name: str) -> bytes:
    """One member of an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)
