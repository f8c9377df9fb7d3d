"""One organisation's register, encoded for a linking party that must not learn a name.

    data, report = encode(people, key, Parameters(round="2026 UK first"))

What is sent: for every person the same number of tokens. No token stands twice in one register, so
a register alone shows how many people it has and nothing else; see docs/linkage.md.
"""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from waymark.evidence.linkage.partition import joined
from waymark.evidence.linkage.people import Person
from waymark.evidence.linkage.tokens import Coder, Parameters, Tokens
from waymark.evidence.lists import ListError

FORM = "waymark linkage 1"
MOST_PEOPLE = 5_000_000
# A round that is no text, a number without end, an entry with a password.
ODD = (AttributeError, OverflowError, RuntimeError)


@dataclass(frozen=True)
class Encoded:
    """A register as the linking party sees it.

    Attributes:
        register: its name.
        parameters: of the round.
        check: equal in files that were made with the same key.
        tokens: shape (people, 2 bands), every one different; rows sorted, so in no order of
            the register's.
    """

    register: str
    parameters: Parameters
    check: str
    tokens: Tokens


@dataclass(frozen=True)
class Report:
    """What the organisation learns of its own encoding; it stays there.

    Attributes:
        rows: of the register.
        people: encoded; fewer than rows where rows were taken for the same person.
        without_year, without_day: people whose date of birth lacks this, so half their tokens.
        withheld: share of tokens hidden because another person of the register had the same.
    """

    rows: int
    people: int
    without_year: int
    without_day: int
    withheld: float


Row = tuple[bytes | None, ...]


def encode(people: Sequence[Person], key: bytes, parameters: Parameters) -> tuple[bytes, Report]:
    """Encode one register under the coalition's key: the bytes of a file, and a report to keep.

    Rows of one person are merged first, by the rule that the linking party uses. Then a token
    that several people have is replaced for all of them by fillers that nobody else can have: it
    would show how frequent a name is. The same people in another order give the same bytes.
    Raises ListError for rows of several registers, nobody, or a key that is not 32 random bytes.
    """
    names = {person.register for person in people}
    if len(names) != 1:
        raise ListError("Encode the rows of one register at a time, and at least one.")
    (register,) = names
    coder = Coder(key, parameters)
    kept = _one_each([tuple(coder.tokens(person)) for person in people], parameters)
    shown = Encoded(register, parameters, coder.check, flattened(kept, register, coder))
    return written(shown), _report(len(people), kept)


def _one_each(rows: Sequence[Row], parameters: Parameters) -> list[Row]:
    """One row for each person: the first in the order of tokens, whatever the register's order."""
    ordered = sorted(rows, key=lambda row: tuple(token or b"" for token in row))
    tokens = np.array([_numbers(row) for row in ordered], dtype=np.uint64)
    left, right, shared = sharing(tokens)
    same = shared >= most_alike(parameters)
    label = joined(len(ordered), left[same], right[same])
    return [row for place, row in enumerate(ordered) if label[place] == place]


def most_alike(parameters: Parameters) -> int:
    """Tokens that rows of one register must share to be one person.

    Far more than across registers: two people who are merged would both be lost.
    """
    return max(parameters.least, parameters.bands // 2)


def flattened(rows: Sequence[Row], register: str, coder: Coder) -> Tokens:
    """Tokens that one person alone has; fillers in the place of all others. Rows sorted."""
    counts = Counter(token for row in rows for token in row if token)
    shown = [
        [
            token
            if token and counts[token] == 1
            else coder.filler(f"{register} {number}", row, place)
            for place, token in enumerate(row)
        ]
        for number, row in enumerate(rows)
    ]
    tokens = np.frombuffer(b"".join(b"".join(row) for row in shown), dtype="<u8")
    table = tokens.reshape(len(rows), coder.parameters.length)
    return table[np.argsort(table[:, 0])].astype(np.uint64)


def _numbers(row: Row) -> list[int]:
    """0 for a token that is not known."""
    return [int.from_bytes(token or b"", "little") for token in row]


def sharing(
    tokens: Tokens, group: "np.ndarray[tuple[int], np.dtype[np.int64]] | None" = None
) -> tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", ...]:
    """Pairs of rows that share tokens, and how many: left < right, sorted. 0 is no token.

    With `group`, shape (rows,), only pairs of different groups. Tokens of more than 64 rows are
    passed over: they tell nothing.
    """
    row = np.repeat(np.arange(len(tokens), dtype=np.int64), tokens.shape[1])
    flat = tokens.ravel()
    order = np.argsort(flat, kind="stable")
    order = order[flat[order] != 0]
    flat, row = flat[order], row[order]
    found = []
    for step in range(1, 64):
        same = np.flatnonzero(flat[step:] == flat[:-step]) if step < len(flat) else np.zeros(0, int)
        if not len(same):
            break
        found.append(np.stack([row[same], row[same + step]]))
    ends = np.concatenate(found, axis=1) if found else np.zeros((2, 0), dtype=np.int64)
    ends.sort(axis=0)
    ends = ends[:, ends[0] != ends[1]]
    if group is not None:
        ends = ends[:, group[ends[0]] != group[ends[1]]]
    pairs, shared = np.unique(ends[0] * len(tokens) + ends[1], return_counts=True)
    return pairs // len(tokens), pairs % len(tokens), shared


def _report(rows: int, kept: Sequence[Row]) -> Report:
    counts = Counter(token for row in kept for token in row if token)
    return Report(
        rows=rows,
        people=len(kept),
        without_year=sum(row[0] is None for row in kept),
        without_day=sum(row[-1] is None for row in kept),
        withheld=sum(n for n in counts.values() if n > 1) / max(sum(counts.values()), 1),
    )


def written(encoded: Encoded) -> bytes:
    """The file: a zip of `about.json` and the tokens as little-endian 64-bit numbers."""
    about = {"form": FORM, "register": encoded.register, "people": len(encoded.tokens)}
    about |= {"check": encoded.check}
    about |= {"parameters": asdict(encoded.parameters)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in (
            ("about.json", json.dumps(about, sort_keys=True).encode()),
            ("tokens", encoded.tokens.astype("<u8").tobytes()),
        ):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def read_encoded(data: bytes) -> Encoded:
    """Read a file of `encode`. Raises ListError for one that is damaged or of another form."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if any(
                entry.compress_type or entry.file_size > len(data) for entry in archive.infolist()
            ):
                raise ListError("This is no file of encoded people.")
            about = json.loads(archive.read("about.json"))
            tokens = np.frombuffer(archive.read("tokens"), dtype="<u8")
        parameters = Parameters(**about["parameters"])
        register, people = str(about["register"]), int(about["people"])
        table = tokens.reshape(people, parameters.length).astype(np.uint64)
    except (zipfile.BadZipFile, LookupError, TypeError, ValueError, *ODD) as fault:
        raise ListError("This is no file of encoded people, or it is damaged.") from fault
    if about.get("form") != FORM or not 0 < people <= MOST_PEOPLE:
        raise ListError("This file of encoded people has another form.")
    if len(np.unique(table)) != table.size:
        raise ListError("A token stands twice: this was not encoded here, or is damaged.")
    return Encoded(register, parameters, str(about["check"]), table)
