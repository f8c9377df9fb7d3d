"""Zip archives, which could unpack to anything."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from waymark.web.workbooks.refusals import CannotRead

MOST_BYTES = 16 * 1024**2  # of a file that is brought
MOST_UNPACKED = 128 * 1024**2
MOST_MEMBERS = 10_000
ENCRYPTED = 0x1
KNOWN_PACKING = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
DAMAGE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError)


def is_archive(data: bytes) -> bool:
    """Whether a file says that it is a zip archive."""
    return data.startswith(b"PK")


def check_size(data: bytes) -> None:
    """Raises CannotRead for a file that is empty or too large."""
    if not data:
        raise CannotRead(_("The file is empty."))
    if len(data) > MOST_BYTES:
        raise CannotRead(_("The file is larger than 16 MB. Bring it in parts."))


def unpack(data: bytes, endings: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each member whose name has one of the endings, in their order.

    Raises CannotRead for an archive that is damaged, locked, names something twice, holds too much
    or unpacks to more than it says.
    """
    left = MOST_UNPACKED
    with _undamaged(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        _check(members)
        for info in members:
            if info.filename.lower().endswith(endings):
                content = _content(archive, info, left)
                left -= len(content)
                yield info.filename, content


def names(data: bytes) -> tuple[str, ...]:
    """The names of the members. Raises CannotRead for a damaged archive."""
    with _undamaged(), zipfile.ZipFile(io.BytesIO(data)) as archive:
        return tuple(archive.namelist())


@contextmanager
def _undamaged() -> Iterator[None]:
    """What a damaged archive raises, as one sentence."""
    try:
        yield
    except CannotRead:
        raise
    except DAMAGE as fault:
        raise CannotRead(_("The file is damaged. Save it again, or ask for it again.")) from fault


def _check(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        raise CannotRead(_("The archive holds more than 10,000 files. Bring it in parts."))
    if any(info.flag_bits & ENCRYPTED for info in members):
        raise CannotRead(_("The file is locked with a password. Save it without one."))
    if any(info.compress_type not in KNOWN_PACKING for info in members):
        raise CannotRead(
            _("The archive is packed in an unusual way. Save it again as a plain zip.")
        )
    if len({info.filename.lower() for info in members}) < len(members):
        raise CannotRead(_("The archive names a file twice: it is not read."))
    if sum(info.file_size for info in members) > MOST_UNPACKED:
        raise CannotRead(_("The archive unpacks to far more than its size: it is not read."))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """What a member holds; never more than `left` bytes, whatever the archive says of itself."""
    with archive.open(info) as stream:
        content = stream.read(left + 1)
    if len(content) > left:
        raise CannotRead(_("The archive unpacks to far more than its size: it is not read."))
    return content
