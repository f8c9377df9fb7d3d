"""The files that invented reporters attach: drawn and written here, with hidden data inside."""

from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import ExifTags, Image, ImageDraw

from waymark.reports.uploads import Upload

MAKER = "Invented Camera Company"


def photo() -> Upload:
    """A drawn van in front of a shed at dawn, as a JPEG whose metadata names a camera."""
    picture = Image.new("RGB", (320, 240), (94, 108, 140))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 170, 320, 240), fill=(88, 82, 70))
    draw.polygon([(20, 170), (20, 90), (90, 55), (160, 90), (160, 170)], fill=(120, 104, 92))
    draw.rounded_rectangle((175, 120, 300, 180), radius=10, fill=(214, 214, 206))
    draw.rectangle((260, 128, 292, 148), fill=(60, 72, 84))
    for left in (190, 262):
        draw.ellipse((left, 168, left + 26, 194), fill=(30, 30, 30))
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = MAKER
    body = BytesIO()
    picture.save(body, "JPEG", quality=80, exif=exif)
    return Upload("IMG_0001.jpg", body.getvalue())


def pay_slip() -> Upload:
    """A page of PDF whose document information names an author, as office programs write it."""
    page = b"BT /F1 12 Tf 40 150 Td (Recibo de pago, semana 31: 0.00) Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(page), page),
        b"<</Author(Invented Contractor)/Creator(Invented Office)>>",
    ]
    return Upload("recibo.pdf", _pdf(parts, info=len(parts)))


def _pdf(parts: list[bytes], *, info: int) -> bytes:
    """Objects numbered from 1, the first the catalogue, with the table of where each begins."""
    body, starts = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        starts.append(len(body))
        body += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size = len(parts) + 1
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R/Info %d 0 R>>"
        % (
            size,
            table,
            size,
            info,
        )
        + b"\nstartxref\n%d\n%%%%EOF\n" % len(body)
    )


FILES: Mapping[str, Callable[[], Upload]] = {"photo": photo, "pay_slip": pay_slip}
