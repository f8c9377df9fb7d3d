"""What is said of a file that is not read."""


class CannotRead(ValueError):
    """A file that is not read at all. Its text says why and what to do."""
