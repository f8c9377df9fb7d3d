"""Files and folders that are there once they are whole, for their owner alone."""

import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from waymark.commands.console import PlainError


@contextmanager
def interruptible() -> Iterator[None]:
    """Ctrl-C stays Ctrl-C where a database engine would make a fault of its own of it."""
    asked = False

    def interrupt(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, interrupt)
    try:
        yield
    except Exception:
        if asked:
            raise KeyboardInterrupt from None
        raise
    finally:
        signal.signal(signal.SIGINT, before)


def require_free(path: Path) -> None:
    """Raise FileExistsError for what exists; an empty folder may be filled."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise FileExistsError(17, "exists already", str(path))


def write_new(path: Path, data: bytes) -> None:
    """A file of its owner alone, there once it is whole. Raises FileExistsError if it exists."""
    if not path.parent.is_dir():
        raise PlainError(f"{path.parent}: there is no such folder: make it first.")
    with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as folder:
        draft = Path(folder, path.name)
        draft.touch(mode=0o600)
        draft.write_bytes(data)
        if path.exists():
            raise FileExistsError(17, "exists already", str(path))
        draft.replace(path)


def write_folder(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Files in a folder, which appears only when all of it is there."""
    folder = folder.resolve()
    require_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            path = draft / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
