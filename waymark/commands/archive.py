"""The file that a backup is: a tar of known members, with a manifest of their hashes."""

import hashlib
import json
import os
import shutil
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from waymark.commands.console import PlainError

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 1024 * 1024
FOLDERS = {"", "secrets", "anchors"}  # where a member may lie


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself."""

    made_at: str
    engine: str
    version: str
    hashes: Mapping[str, str]

    def text(self) -> bytes:
        """As it is written into the archive."""
        return json.dumps({"format": FORMAT, **vars(self)}, indent=1).encode()


def sha256(path: Path) -> str:
    """The hash of a file's content."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(target: Path, manifest: Manifest, members: Mapping[str, Path]) -> None:
    """Write the archive, readable by its owner only, under its name once it is whole."""
    draft = target.with_name(target.name + ".part")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            with tarfile.open(fileobj=file, mode="w") as tar:
                add(tar, MANIFEST, manifest.text())
                for name, path in members.items():
                    tar.add(path, arcname=name, recursive=False, filter=anonymous)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Add a member from memory."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    tar.addfile(member, BytesIO(content))


def anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave the owner's name out of the archive."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def extract(source: Path, folder: Path) -> Manifest:
    """Unpack an archive into a folder and check every hash.

    Raises PlainError when it is no backup, is damaged, or holds what a backup does not hold.
    """
    damaged = f"{source} is no backup of Waymark, or it is damaged: use another copy of it."
    try:
        with tarfile.open(source, mode="r:") as tar:
            manifest = read_manifest(tar)
            for member in tar:
                if member.name == MANIFEST:
                    continue
                if member.name not in manifest.hashes or not member.isfile() or strays(member.name):
                    raise PlainError(damaged)
                unpack(tar, member, folder / member.name)
    except OSError as fault:
        raise PlainError(f"{source} cannot be read ({fault.strerror or fault}).") from fault
    except (tarfile.TarError, KeyError, TypeError, ValueError) as fault:
        raise PlainError(damaged) from fault
    for name, wanted in manifest.hashes.items():
        path = folder / name
        if not path.is_file() or sha256(path) != wanted:
            raise PlainError(damaged)
    return manifest


def unpack(tar: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> None:
    """Write one member's content; its mode, owner and kind in the archive count for nothing."""
    place.parent.mkdir(mode=0o700, exist_ok=True)
    content = tar.extractfile(member)
    if content is None:
        raise ValueError(member.name)
    with content, place.open("wb") as file:
        shutil.copyfileobj(content, file)


def strays(name: str) -> bool:
    """Whether a member lies anywhere but where backups put them."""
    path = PurePosixPath(name)
    parent = "" if str(path.parent) == "." else str(path.parent)
    return path.is_absolute() or ".." in path.parts or parent not in FOLDERS


def read_manifest(tar: tarfile.TarFile) -> Manifest:
    """The manifest, which is the first member. Raises KeyError, TypeError or ValueError."""
    member = tar.next()
    file = tar.extractfile(member) if member and member.name == MANIFEST else None
    if file is None:
        raise ValueError("no manifest")
    values = json.loads(file.read(LARGEST_MANIFEST))
    if values.pop("format") != FORMAT:
        raise PlainError("The backup was made by another version of Waymark: restore it with that.")
    return Manifest(**values)
