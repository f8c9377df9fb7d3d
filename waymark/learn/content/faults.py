"""What can be wrong with a content file."""

from pathlib import Path


class ContentError(Exception):
    """A content file that cannot be used; the message names the file and what to change."""

    def __init__(self, path: Path, sentence: str) -> None:
        super().__init__(f"{path}: {sentence}")
        self.path = path
        self.sentence = sentence
