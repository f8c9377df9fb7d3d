"""What linking lists tells: tables, how good the links are, and sentences."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands.bars import Bar
from waymark.commands.console import PlainError
from waymark.commands.populations import written

if TYPE_CHECKING:
    from waymark.evidence.estimate import Estimate
    from waymark.evidence.linkage import Pairs, Person, Protected
    from waymark.evidence.lists import ListTable

# Words that `estimate` takes for something other than a list.
TAKEN = ("count", "n", "frequency", "freq", "person", "list", "least", "most", "rounded")
REPLICATES = 200  # bootstrap samples of each drawn table


def usable(name: str) -> str:
    """The name, if it can head a column. Raises PlainError where it cannot."""
    spoilt = not name.isprintable() or name != name.strip() or set(name) & set(',;"')
    if spoilt or not name or name.isdecimal() or name.startswith(("=", "+", "-", "@")):
        raise PlainError(f"{name!r} cannot be a list's name: take letters, digits and spaces.")
    if name.lower() in TAKEN:
        raise PlainError(f"A list cannot be called {name!r}: name it after who keeps it.")
    return name


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Faults of a file say which file it is."""
    from waymark.evidence.lists import ListError

    try:
        yield
    except ListError as fault:
        raise PlainError(f"{path}: {fault}") from fault


def quality_text(
    pairs: "Pairs", people: Sequence["Person"], threshold: float, seed: int, judged: Path | None
) -> str:
    """How good the links are: by the model's word and, of a filled-in sheet, by people's."""
    from waymark.evidence.linkage import labelled_quality, model_quality, read_labels

    by_model = model_quality(pairs, threshold=threshold)
    text = (
        f"Links at {threshold:g} or above. By the model's own word {by_model.precision:.1%} of "
        f"them are right,\nand they are {by_model.recall:.1%} of the true ones.\n"
    )
    if not judged:
        return text + "Let somebody judge review.csv, then link again with --judged.\n"
    with naming(judged):
        data = judged.read_bytes()
        require_same_pairs(data, pairs, people)
        found = labelled_quality(pairs, read_labels(data), threshold=threshold, seed=seed)
    return text + (
        f"By the judgement of people {found.precision:.1%} ({_range(found.precision_range)}) are "
        f"right,\nand they are {found.recall:.1%} ({_range(found.recall_range)}) of the true ones "
        "(95% intervals).\n"
    )


def _range(ends: tuple[float, float]) -> str:
    return f"{ends[0]:.1%} to {ends[1]:.1%}"


def require_same_pairs(data: bytes, pairs: "Pairs", people: Sequence["Person"]) -> None:
    """Raise ListError for a sheet of another linkage: its judgements would count for others."""
    from waymark.evidence.lists import ListError
    from waymark.evidence.spreadsheet import sheet

    found = sheet(data)
    pair = found.place("pair")
    sides = [
        (pairs.left, found.place("register 1"), found.place("id 1")),
        (pairs.right, found.place("register 2"), found.place("id 2")),
    ]
    for number, cells in found.rows:
        place = int(cells[pair]) if cells[pair].isascii() and cells[pair].isdigit() else -1
        known = 0 <= place < len(pairs.left)
        for rows, register, name in sides:
            person = people[int(rows[place])] if known else None
            shown = (cells[register], cells[name].removeprefix("'"))
            if not person or shown != (person.register, person.id.removeprefix("'")):
                raise ListError(
                    f"Row {number}: this pair is of another linkage: use the same files and seed."
                )


def drawn_files(tables: Sequence["ListTable"], seed: int) -> dict[str, str | bytes]:
    """Each table as `estimate` reads it, and the estimate that carries what they differ in."""
    files: dict[str, str | bytes] = {
        f"draws/{number:03}.csv": written(table) for number, table in enumerate(tables, start=1)
    }
    return files | {"estimate.txt": _combined(tables, seed)}


def _combined(tables: Sequence["ListTable"], seed: int) -> str:
    from waymark.evidence.linkage import with_linkage_uncertainty
    from waymark.evidence.lists import ListError
    from waymark.evidence.work import Options, estimator

    method = "stepwise" if tables[0].size > 2 else "chapman"
    try:
        with Bar("Estimating") as bar:
            one = estimator(method, Options(replicates=REPLICATES, seed=seed), tables[0])
            return estimate_text(with_linkage_uncertainty(one, tables, progress=bar))
    except ListError as fault:
        return f"There is no estimate over these tables. {fault}\n"


def estimate_text(found: "Estimate") -> str:
    """An estimate with its intervals and what to read first."""
    lines = [
        "Read the verdict of `waymark evidence estimate` first, and publish no more than it says.",
        f"Method: {found.method}.",
        f"People in all: {found.point:,.0f}.",
        *(f"{each.level:.0%} interval: {each.low:,.0f} to {each.high:,.0f}."
          for each in found.intervals),
        f"What these tables differ in makes {found.diagnostics['between']:.0%} of the variance.",
        *found.warnings,
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def bands_text(found: "Protected") -> str:
    """For each combination of lists the least and the most people; never the count."""
    rows = [",".join([*found.names, "least", "most", "rounded"])]
    bands = zip(found.patterns, found.low, found.high, found.rounded, strict=True)
    for pattern, low, high, rounded in bands:
        rows.append(",".join(map(str, [*pattern, low, high, rounded if rounded >= 0 else ""])))
    return "\n".join(rows) + "\n"


def told(found: "Protected") -> str:
    """What was suppressed, in sentences; nothing that the bands do not say."""
    hidden = found.rounded < 0
    number, most = int(hidden.sum()), int(found.high[hidden].max(initial=0))
    away = int((found.high - found.rounded)[~hidden].max(initial=0))
    sizes = zip(found.names, found.sizes, strict=True)
    sentences = [
        f"{number} of {len(hidden)} combinations of lists are suppressed"
        + (f": they stand as 0 to {most}, which may be nobody." if number else "."),
        f"The others are rounded: the count is at most {away} away." if away else "",
        "The number of all people is not given.",
        "People on each list: " + "; ".join(f"{name} {size:,}" for name, size in sizes) + ".",
    ]
    return "\n".join(filter(None, sentences))
