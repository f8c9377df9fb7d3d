"""Actions of `waymark evidence` that find the same person on several lists."""

import argparse
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands import drafts, outcomes
from waymark.commands.bars import Bar
from waymark.commands.console import PlainError, as_typed
from waymark.commands.populations import written

if TYPE_CHECKING:
    from waymark.evidence.linkage import Encoded, Pairs, Person

KEY = re.compile(r"[0-9a-fA-F]{64}")
TABLES = 20  # that the bands allow
FEWEST_DRAWS, MOST_DRAWS = 5, 1000


def add_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Four actions beside those that estimate."""
    _add_link(actions)
    summary = "make the key that the members of a coalition share"
    key = actions.add_parser("key", help=summary, description=summary)
    key.add_argument("file", type=Path, help="where to; must not exist")
    key.set_defaults(work=make_key)
    summary = "turn a list with names into tokens for the linking party"
    encode = actions.add_parser("encode", help=summary, description=summary)
    encode.add_argument("file", type=Path, help="a CSV file: id, given, family, birth, place")
    encode.add_argument("--key", type=Path, required=True, metavar="FILE", help="made by `key`")
    encode.add_argument("--round", required=True, metavar="NAME", help="such as '2026 UK first'")
    encode.add_argument("--name", metavar="LIST", help="what the list is called [as its file]")
    encode.add_argument("--out", type=Path, required=True, metavar="FILE")
    encode.set_defaults(work=encode_people)
    summary = "count, from encoded lists alone, how many people are on which lists"
    match = actions.add_parser("match", help=summary, description=summary)
    match.add_argument("files", type=Path, nargs="+", help="encoded lists, two or more")
    match.add_argument("--out", type=Path, required=True, metavar="FILE", help="counts as bands")
    match.add_argument(
        "--tables", type=Path, metavar="FOLDER", help=f"write {TABLES} tables in them and estimate"
    )
    match.set_defaults(work=match_lists)


def _add_link(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    summary = "find the same person on lists with names, inside one organisation"
    link = actions.add_parser("link", help=summary, description=summary)
    link.add_argument("files", type=Path, nargs="+", help="a CSV file for each list, two or more")
    link.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="holds names!")
    link.add_argument("--threshold", type=float, default=0.9, help="probability of a link [0.9]")
    link.add_argument("--draws", type=int, default=0, metavar="N", help="linkages to draw [0]")
    link.add_argument("--review", type=int, default=200, metavar="PAIRS", help="to judge [200]")
    link.add_argument("--judged", type=Path, metavar="FILE", help="the review sheet, filled in")
    link.add_argument("--seed", type=int, default=1, help="[1]")
    link.set_defaults(work=link_lists)


def link_lists(arguments: argparse.Namespace) -> None:
    """Lists with names to counts, a sheet for people to judge, and how good the links are."""
    from waymark.evidence.linkage import clusters, drawn_tables, list_table, review_sheet

    _check(arguments)
    drafts.require_free(arguments.out)
    people = _registers(arguments.files)
    threshold, seed = arguments.threshold, arguments.seed
    with Bar("Linking") as bar:
        pairs = _pairs(people, seed, bar)
    quality = outcomes.quality_text(pairs, people, threshold, seed, arguments.judged)
    table = list_table(pairs.names, pairs.register, clusters(pairs, threshold))
    files: dict[str, str | bytes] = {
        "lists.csv": written(table),
        "quality.txt": quality,
        "review.csv": review_sheet(
            pairs, people, threshold=threshold, size=arguments.review, seed=seed
        ),
    }
    if arguments.draws:
        with Bar("Drawing") as bar:
            tables = drawn_tables(pairs, draws=arguments.draws, seed=seed, progress=bar)
        files |= outcomes.drawn_files(tables, seed)
    drafts.write_folder(arguments.out, files)
    print(f"{len(people):,} rows are {table.total:,} people on {table.size} lists.")
    print(quality, end="")
    print(as_typed(f"Next: `waymark evidence estimate {arguments.out / 'lists.csv'}`."))
    print("review.csv holds names: keep it where the lists are kept, delete it afterwards.")


def _check(arguments: argparse.Namespace) -> None:
    if not 0.001 <= arguments.threshold <= 0.999:
        raise PlainError("--threshold is a probability: choose it from 0.001 to 0.999.")
    if arguments.draws and not FEWEST_DRAWS <= arguments.draws <= MOST_DRAWS:
        raise PlainError(f"--draws: choose from {FEWEST_DRAWS} to {MOST_DRAWS:,}; 20 are usual.")
    if arguments.review < 1 or arguments.seed < 0:
        raise PlainError("--review must be 1 or more, and --seed 0 or more.")


def _registers(files: list[Path]) -> list["Person"]:
    if len(files) < 2:
        raise PlainError("Give the files of at least two lists.")
    names = [outcomes.usable(path.stem) for path in files]
    if len(set(names)) < len(names):
        raise PlainError("Two files have the same name: call each as its list is called.")
    return [person for path, name in zip(files, names, strict=True) for person in _read(path, name)]


def _read(path: Path, name: str) -> list["Person"]:
    from waymark.evidence.linkage import read_people

    with outcomes.naming(path):
        return read_people(path.read_bytes(), register=name)


def _pairs(people: list["Person"], seed: int, bar: Bar) -> "Pairs":
    bar(0.0)
    from waymark.evidence.linkage import link_people
    from waymark.evidence.linkage.engines import duckdb_engine

    bar(0.1)
    with drafts.interruptible(), duckdb_engine() as engine:
        return link_people(people, engine, seed=seed)


def make_key(arguments: argparse.Namespace) -> None:
    """32 random bytes, as hexadecimal digits, for their owner's eyes only."""
    drafts.write_new(arguments.file, f"{secrets.token_hex(32)}\n".encode())
    print(f"{arguments.file}: hand it on to the other members in person or sealed.")
    print("The linking party must never get it. Make another one for the next round.")


def encode_people(arguments: argparse.Namespace) -> None:
    """One organisation's list as tokens; the report on it stays there."""
    from waymark.evidence.linkage import Parameters, encode

    drafts.require_free(arguments.out)
    key, parameters = _key(arguments.key), Parameters(round=arguments.round)
    name = outcomes.usable(arguments.file.stem if arguments.name is None else arguments.name)
    people = _read(arguments.file, name)
    with Bar("Encoding") as bar:
        bar(0.0)
        data, report = encode(people, key, parameters)
    drafts.write_new(arguments.out, data)
    print(f"{arguments.out}: {report.rows:,} rows, {report.people:,} people, list {name!r}.")
    print(f"{report.without_year:,} lack a year of birth, {report.without_day:,} lack a day.")
    print("Who lacks both cannot be found on another list. Do not hand on these figures.")
    print("Send the file to the linking party alone, encrypted, and never with the key.")


def _key(path: Path) -> bytes:
    words = path.read_bytes()[:200].decode("ascii", "replace").strip()
    if not KEY.fullmatch(words):
        raise PlainError(f"{path}: this is no key. `waymark evidence key FILE` makes one.")
    return bytes.fromhex(words)


def match_lists(arguments: argparse.Namespace) -> None:
    """What the linking party gives out; exact counts are neither written nor shown."""
    from waymark.evidence.linkage.party import link_encoded

    for target in filter(None, (arguments.out, arguments.tables)):
        drafts.require_free(target)
    with Bar("Matching") as bar:
        registers = []
        for place, path in enumerate(arguments.files):
            bar(place / len(arguments.files) / 2)
            registers.append(_encoded(path))
        bar(0.5)
        found = link_encoded(registers)
        tables = found.draws(number=TABLES, seed=1) if arguments.tables else []
    files = outcomes.drawn_files(tables, seed=1) if tables else {}
    drafts.write_new(arguments.out, outcomes.bands_text(found).encode())
    if files:
        drafts.write_folder(arguments.tables, files)
    print(outcomes.told(found))
    print("Give the counts to every member, then delete the encoded files.")


def _encoded(path: Path) -> "Encoded":
    from waymark.evidence.linkage import read_encoded

    with outcomes.naming(path):
        encoded = read_encoded(path.read_bytes())
    outcomes.usable(encoded.register)
    return encoded
