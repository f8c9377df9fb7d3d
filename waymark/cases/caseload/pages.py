"""What this slice shows, and where."""


def register() -> None:
    """Name the pages of this slice."""
