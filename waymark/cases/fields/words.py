"""A field's name for readers, and why it is asked."""

from typing import NamedTuple

from django.utils.functional import Promise


class Words(NamedTuple):
    """What a worker reads about a field."""

    label: str | Promise
    purpose: str | Promise
