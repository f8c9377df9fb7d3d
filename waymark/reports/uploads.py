"""Reads the body of a public form so that no fault in it loses what somebody typed.

Django's own parser gives up a whole form for one bad part, one field too many or a size beyond a
limit. This one keeps every field that is there and says what was wrong. The server holds the body
in memory (see `waymark.commands.server`), so one pass over its bytes is all there is to do.
"""

import re
from dataclasses import dataclass, field
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest
from django.http.request import UnreadablePostError

WORDS_BYTES = 3 * 1024 * 1024  # every word of a report fits; files come behind
MOST_PARTS = 200
CUT_HEADER = "HTTP_X_WAYMARK_CUT"  # our server dropped the end of the body

_BOUNDARY = re.compile(r'boundary=(?:"([^"]{1,200})"|([^\s";,]{1,200}))', re.IGNORECASE)
_PARAMETER = re.compile(r'\b(name|filename)="((?:[^"\\]|\\.)*)"', re.IGNORECASE)


@dataclass(frozen=True)
class Upload:
    """A file as it came in: its name as the browser gave it, and its bytes."""

    name: str
    body: bytes = field(repr=False)


@dataclass
class Body:
    """What a form held.

    `cut`: its end is missing; `too_large`: because it was longer than we take. `strange`: it was
    no form that we can read.
    """

    fields: dict[str, list[str]] = field(default_factory=dict)
    uploads: dict[str, list[Upload]] = field(default_factory=dict)
    cut: bool = False
    too_large: bool = False
    strange: bool = False

    def text(self, name: str) -> str:
        """The last value of a field, or an empty text."""
        return self.fields.get(name, [""])[-1]

    def texts(self, name: str) -> list[str]:
        """Every value of a field."""
        return self.fields.get(name, [])

    def files(self, name: str) -> list[Upload]:
        """Every file of a field; a field where no file was chosen has none."""
        return self.uploads.get(name, [])


def read_body(request: HttpRequest) -> Body:
    """Read and take apart the body of a POST. Raises nothing for bad input."""
    limit = WORDS_BYTES + settings.MAX_FILES * settings.MAX_FILE_BYTES
    try:
        raw = request.read(limit + 1)
    except UnreadablePostError:
        return Body(cut=True)
    too_large = len(raw) > limit or CUT_HEADER in request.META
    kind = request.META.get("CONTENT_TYPE", "")
    body = parse(raw[:limit], kind)
    body.too_large = too_large
    body.cut = body.cut or too_large
    return body


def parse(raw: bytes, content_type: str) -> Body:
    """Take a body apart as its content type says; anything unreadable makes it `strange`."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "multipart/form-data" and (found := _BOUNDARY.search(content_type)):
        return _parse_multipart(raw, (found[1] or found[2]).encode("latin-1", "replace"))
    if kind == "application/x-www-form-urlencoded":
        return _parse_urlencoded(raw)
    return Body(strange=True)


def _parse_urlencoded(raw: bytes) -> Body:
    body = Body()
    pairs = raw.replace(b"+", b" ").split(b"&", MOST_PARTS)
    for pair in pairs[:MOST_PARTS]:
        name, _, value = pair.partition(b"=")
        if name:
            _add(body, _text(unquote_to_bytes(name)), _text(unquote_to_bytes(value)))
    body.strange = len(pairs) > MOST_PARTS
    return body


def _parse_multipart(raw: bytes, boundary: bytes) -> Body:
    """Everything between two boundaries is a part; a missing last boundary means a cut body."""
    body = Body()
    delimiter = b"--" + boundary
    parts = raw.split(b"\r\n" + delimiter, MOST_PARTS)
    # What stands before the first boundary is no part; mostly nothing does.
    begins = parts[0].startswith(delimiter)
    parts[0] = parts[0][len(delimiter) :]
    ended = len(parts) > 1 and parts[-1].startswith(b"--")
    body.strange = len(parts) > MOST_PARTS or not (begins or len(parts) > 1)
    body.cut = not ended
    wanted = parts[0 if begins else 1 : -1 if ended or len(parts) > MOST_PARTS else None]
    for place, part in enumerate(wanted, start=1):
        _add_part(body, part, whole=ended or place < len(wanted))
    return body


def _add_part(body: Body, part: bytes, *, whole: bool) -> None:
    """Add a field, or a file that has its end; a file that was cut off is dropped."""
    head, found, value = part.partition(b"\r\n\r\n")
    if not found:
        return
    parameters = {key.lower(): text for key, text in _PARAMETER.findall(_text(head))}
    name = parameters.get("name", "")
    if "filename" not in parameters:
        _add(body, name, _text(value))
    elif whole and (parameters["filename"] or value):
        upload = Upload(_unquoted(parameters["filename"]), value)
        body.uploads.setdefault(name, []).append(upload)


def _add(body: Body, name: str, value: str) -> None:
    body.fields.setdefault(name, []).append(value)


def _text(raw: bytes) -> str:
    """UTF-8, whatever came: a wrong byte becomes a mark that shows where it was."""
    return raw.decode("utf-8", "replace").replace("\x00", "")


def _unquoted(name: str) -> str:
    """Browsers write a quotation mark in a file's name as %22, older ones as a backslash pair."""
    return name.replace("%22", '"').replace('\\"', '"')
