"""Files that reporters attach: which are taken, and what is removed from them.

A photo is decoded and encoded anew, so that nothing but its pixels remains. Other types are known
by their first bytes and kept as they are; the worker is told that they still carry hidden data.
"""

import json
import threading
import unicodedata
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from waymark.reports.uploads import Upload

# Our own limit stands below and is checked before a pixel is decoded.
Image.MAX_IMAGE_PIXELS = None
MOST_PIXELS = 50 * 1024 * 1024  # a photo of the largest common phone camera has 50 million
LONGEST_NAME = 120
_one_photo_at_a_time = threading.Lock()  # a decoded photo takes up to 200 MB


class Refused(Exception):
    """A file that is not taken; the message names it and says why, in the reader's language."""


@dataclass(frozen=True)
class CheckedFile:
    """A file that is fit to be sealed. `metadata_inside`: we could not clean it."""

    name: str
    type: str
    metadata_inside: bool
    body: bytes = field(repr=False)

    def label(self) -> bytes:
        """What is sealed beside the body, as JSON: name, type, size and metadata_inside."""
        values = {
            "name": self.name,
            "type": self.type,
            "size": len(self.body),
            "metadata_inside": self.metadata_inside,
        }
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()


@dataclass(frozen=True)
class _Photo:
    """How a photo is encoded anew: the media type, Pillow's format and the ending of its name."""

    type: str
    decoder: str
    encoder: str
    ending: str
    modes: tuple[str, ...]


PHOTOS = {
    "image/jpeg": _Photo("image/jpeg", "JPEG", "JPEG", ".jpg", ("L", "RGB")),
    "image/png": _Photo("image/png", "PNG", "PNG", ".png", ("L", "RGB", "RGBA")),
    "image/webp": _Photo("image/webp", "WEBP", "WEBP", ".webp", ("RGB", "RGBA")),
    "image/gif": _Photo("image/png", "GIF", "PNG", ".png", ("L", "RGB", "RGBA")),
}
_SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif"}


def check(upload: Upload) -> CheckedFile:
    """Clean or recognise one file. Raises Refused."""
    name = clean_name(upload.name)
    if len(upload.body) > settings.MAX_FILE_BYTES:
        limit = settings.MAX_FILE_BYTES // (1024 * 1024)
        raise Refused(
            _("“%(name)s” is too large. A file may have up to %(limit)s MB.")
            % {"name": name, "limit": limit}
        )
    if not upload.body:
        raise Refused(_("“%(name)s” is empty. Please choose it again.") % {"name": name})
    found = media_type(upload.body, name)
    if found in PHOTOS:
        return _without_metadata(PHOTOS[found], name, upload.body)
    if not found:
        raise Refused(_refusal(name, upload.body))
    return CheckedFile(name, found, metadata_inside=found != "text/plain", body=bytes(upload.body))


def media_type(body: bytes, name: str) -> str:
    """The media type that the first bytes show; empty when it is none that we take."""
    for signature, found in _SIGNATURES:
        if body.startswith(signature):
            return found
    if body[:4] == b"RIFF":
        return _RIFF.get(body[8:12], "")
    if body[4:8] == b"ftyp":
        return _iso_media_type(body[8:12])
    if _is_mp3_frame(body):
        return "audio/mpeg"
    return "text/plain" if name.lower().endswith(".txt") and _is_text(body) else ""


def clean_name(name: str) -> str:
    """A file's name without folders, invisible characters and superfluous length."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(
        c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C"
    )
    shown = " ".join(shown.split())
    path = PurePosixPath(shown)
    ending = path.suffix[:12]
    stem = shown[: len(shown) - len(path.suffix)] if path.suffix else shown
    return (stem[: LONGEST_NAME - len(ending)] + ending) or "file"


def _iso_media_type(brand: bytes) -> str:
    """MP4 and its relatives name themselves in the first box."""
    if brand in _HEIC:
        return ""
    if brand == b"qt  ":
        return "video/quicktime"
    if brand[:3] == b"M4A":
        return "audio/mp4"
    return "video/3gpp" if brand[:2] == b"3g" else "video/mp4"


def _is_mp3_frame(body: bytes) -> bool:
    """An MPEG audio frame of layer III begins here."""
    return len(body) > 2 and body[0] == 0xFF and body[1] & 0xE6 == 0xE2


def _is_text(body: bytes) -> bool:
    try:
        text = bytes(body).decode()
    except UnicodeDecodeError:
        return False
    return all(c in "\t\r\n\ufeff" or unicodedata.category(c) != "Cc" for c in text)


def _refusal(name: str, body: bytes) -> str:
    if body[4:8] == b"ftyp":
        return _(
            "“%(name)s” is a photo in the HEIC form, which we cannot clean. "
            "Take a picture of your screen that shows the photo, and attach that."
        ) % {"name": name}
    return _(
        "“%(name)s” is a kind of file that we do not take. We take photos, PDF, sound and video."
    ) % {"name": name}


def _without_metadata(photo: _Photo, name: str, body: bytes) -> CheckedFile:
    """The photo's pixels, encoded anew. Raises Refused."""
    try:
        with _one_photo_at_a_time:
            encoded = _encode_anew(photo, body)
    except _TooManyPixels:
        raise Refused(
            _("“%(name)s” has too many pixels. Please send a smaller copy.") % {"name": name}
        ) from None
    except Exception:  # Pillow raises a dozen kinds of errors at hostile bytes
        raise Refused(
            _("“%(name)s” cannot be read as a photo. It may be damaged.") % {"name": name}
        ) from None
    shown = PurePosixPath(name).stem[: LONGEST_NAME - len(photo.ending)] + photo.ending
    return CheckedFile(shown, photo.type, metadata_inside=False, body=encoded)


class _TooManyPixels(Exception):
    """Decoding would take more memory than a photo is worth."""


def _encode_anew(photo: _Photo, body: bytes) -> bytes:
    with Image.open(BytesIO(body), formats=[photo.decoder]) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise _TooManyPixels
        upright = ImageOps.exif_transpose(opened)
    pixels = upright if upright.mode in photo.modes else upright.convert(_mode(photo, upright))
    pixels.info = {}  # comments, profiles and thumbnails would be written again from here
    out = BytesIO()
    pixels.save(out, photo.encoder, quality=90)
    return out.getvalue()


def _mode(photo: _Photo, image: Image.Image) -> str:
    """The mode to convert to: with transparency where there is some and the format has it."""
    return "RGBA" if image.has_transparency_data and "RGBA" in photo.modes else "RGB"
