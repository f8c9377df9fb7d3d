"""The files of a source: one file, a folder, or an archive that is not trusted."""

import io
import stat
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from waymark.directory.importing.rows import CannotRead

MOST_FILES = 300
LARGEST = 4 * 1024**3  # bytes of all files, unpacked
LARGEST_RATIO = 200  # of unpacked to packed; text that people write packs to a tenth
SMALL = 1024**2  # bytes that no ratio matters for
ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class SourceFile:
    """One file of a source. `size` in bytes, unpacked."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @property
    def stem(self) -> str:
        """The name without folders and ending, in lower case."""
        return PurePosixPath(self.name.replace("\\", "/")).stem.lower()

    @property
    def ending(self) -> str:
        """What comes after the last dot, in lower case."""
        return PurePosixPath(self.name).suffix.lower().removeprefix(".")


@contextmanager
def open_path(path: Path) -> Iterator[list[SourceFile]]:
    """The files of a folder, an archive or a single file. Raises CannotRead."""
    if path.is_dir():
        names = sorted(each for each in path.iterdir() if each.is_file() and not _hidden(each.name))
        _refuse_too_much(len(names), sum(each.stat().st_size for each in names))
        yield [SourceFile(each.name, each.stat().st_size, _opener(each)) for each in names]
        return
    try:
        file = path.open("rb")
    except OSError as fault:
        raise CannotRead(
            _("%(file)s cannot be opened (%(reason)s).")
            % {"file": path.name, "reason": fault.strerror or ""}
        ) from fault
    with file, open_file(file, path.name) as files:
        yield files


@contextmanager
def open_file(file: BinaryIO, name: str) -> Iterator[list[SourceFile]]:
    """The files of an archive, or the one file that it is. Raises CannotRead."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if file.read(4) != ZIP:
        yield [SourceFile(name, size, lambda: _again(file))]
        return
    try:
        with zipfile.ZipFile(file) as archive:
            infos = _checked(archive)
            if any(info.filename == "[Content_Types].xml" for info in infos):
                yield [SourceFile(name, size, lambda: _again(file))]
                return
            yield [
                SourceFile(info.filename, info.file_size, _member(archive, info))
                for info in infos
                if not info.is_dir() and not _hidden(info.filename)
            ]
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as fault:
        raise CannotRead(
            _("%(file)s is a damaged archive: make it anew.") % {"file": name}
        ) from fault


def _again(file: BinaryIO) -> BinaryIO:
    """The whole content once more; closing it leaves the file open for the next reader."""
    file.seek(0)
    return cast("BinaryIO", _Kept(file))


class _Kept(io.RawIOBase):
    """A view of a file that somebody else closes."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self.file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        got = self.file.read(len(buffer))
        buffer[: len(got)] = got
        return len(got)


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", archive.open(info))


def _hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any(part.startswith((".", "__MACOSX")) for part in parts)


def _checked(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members of an archive that nobody needs to fear. Raises CannotRead."""
    infos = archive.infolist()
    _refuse_too_much(len(infos), sum(info.file_size for info in infos))
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        link = stat.S_ISLNK(info.external_attr >> 16)
        if path.is_absolute() or ".." in path.parts or ":" in info.filename or link:
            raise CannotRead(
                _("The archive holds a file that points outside of it (%(name)s): it is not read.")
                % {"name": info.filename[:80]}
            )
        if info.flag_bits & 1:
            raise CannotRead(_("The archive asks for a password: make one without."))
        if info.file_size > max(SMALL, info.compress_size * LARGEST_RATIO):
            raise CannotRead(_("The archive unpacks to far more than its size: it is not read."))
    return infos


def _refuse_too_much(files: int, size: int) -> None:
    if files > MOST_FILES:
        raise CannotRead(
            _("There are %(found)d files; at most %(most)d are read.")
            % {"found": files, "most": MOST_FILES}
        )
    if size > LARGEST:
        raise CannotRead(_("The files unpack to more than 4 GB: bring them in parts."))
