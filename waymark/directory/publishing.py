"""The one way in which a change of the directory comes into force: looked at, then found."""

from collections.abc import Collection, Iterable
from uuid import UUID

from waymark.directory import closed_texts, indexing


def publish(ids: Iterable[UUID | None], *, numbers: Collection[str] = ()) -> None:
    """Let what changed of services be found. Call it last in the transaction of the change.

    Raises TellsPlace, a ValidationError, where their texts tell a closed place; `numbers` were
    theirs until now and may still stand in a text. What changes no text, such as a verification,
    goes to `indexing` at once: an old sentence must not keep anybody from saying that a house is
    full, or from closing it.
    """
    wanted = {each for each in ids if each is not None}
    closed_texts.refuse_leaks(wanted, numbers=numbers)
    indexing.index_services(wanted)
