"""Make posters and pocket cards, as PDF and SVG, with the numbers that hold today."""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands import bootstrap
from waymark.commands.console import PlainError

if TYPE_CHECKING:
    from waymark.learn.posters.choosing import Choice
    from waymark.learn.posters.forms import Form
    from waymark.learn.posters.texts import Poster


@dataclass(frozen=True)
class Wanted:
    """One file to write: a text in a language, with a set of contacts, in a form."""

    poster: "Poster"
    language: str
    choice: "Choice"
    form: "Form"
    ending: str

    @property
    def name(self) -> str:
        """The name of the file, which says all of that."""
        form, chosen = self.form.key, self.choice.key
        return f"{self.poster.id}-{form}-{chosen}-{self.language}.{self.ending}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to write, and which; all of them unless something is chosen."""
    parser.add_argument("folder", type=Path, help="the folder to write to; it is made if need be")
    parser.add_argument("--text", metavar="NAME", help="one text only, such as work")
    parser.add_argument("--language", metavar="CODE", help="one language only, such as es")
    parser.add_argument(
        "--country",
        metavar="CODE",
        help="whose lines, such as US; none for no number; the organisation's own if left out",
    )
    parser.add_argument("--size", choices=("a4", "letter", "single"), help="one size only")
    parser.add_argument("--kind", choices=("poster", "cards", "card"), help="one kind only")


def run(arguments: argparse.Namespace) -> int:
    """Write the files, one by one, and say what could not be made and why."""
    bootstrap.start_django()
    folder: Path = arguments.folder.resolve()
    every = list(wanted(arguments))
    if not every:
        raise PlainError("Nothing fits what you chose: leave out --size or --kind.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number, each in enumerate(every, start=1):
            write(each, folder)
            print(f"{number} of {len(every)}: {each.name}", flush=True)
    except OSError as fault:
        reason = f"cannot be written ({fault.strerror}): choose a folder that belongs to you"
        raise PlainError(f"{fault.filename or folder} {reason}.") from fault
    print(f"{folder}: {len(every)} files.")
    return 0


def write(each: Wanted, folder: Path) -> None:
    """Make one file and write it."""
    from django.utils.translation import override

    from waymark.learn.posters.press import made
    from waymark.learn.posters.sheet import sheet_of

    with override(each.language):
        sheet = sheet_of(each.poster, each.choice, each.form.most_lines)
    (folder / each.name).write_bytes(made(sheet, each.form, each.ending))


def wanted(arguments: argparse.Namespace) -> Iterator[Wanted]:
    """Every file that the options ask for. Raises PlainError for what there is none of."""
    from waymark.learn.posters.forms import ENDINGS, FORMS

    warn_of_address()
    forms = [
        form
        for form in FORMS.values()
        if arguments.size in (None, form.size) and arguments.kind in (None, form.kind)
    ]
    for poster in texts(arguments.text):
        for language in languages(poster, arguments.language):
            choice = chosen(poster, language, arguments.country)
            for form in forms:
                for ending in ENDINGS:
                    yield Wanted(poster, language, choice, form, ending)


def texts(name: str | None) -> list["Poster"]:
    """The text of that name, or all."""
    from waymark.learn.content.faults import ContentError
    from waymark.learn.posters.texts import read_posters

    try:
        found = read_posters()  # not what was there before a fault: paper stays up
    except ContentError as fault:
        raise PlainError(str(fault)) from fault
    if name is not None and name not in found:
        raise PlainError(f"There is no text {name!r}: choose one of {', '.join(found)}.")
    return [poster for poster in found.values() if name in (None, poster.id)]


def languages(poster: "Poster", code: str | None) -> list[str]:
    """The languages to print a text in: those that it has every word of."""
    from waymark.learn.posters.texts import languages_of

    found = languages_of(poster)
    if code is None:
        return found
    if code not in found:
        raise PlainError(
            f"The text {poster.id!r} is not in {code!r}, only in {', '.join(found)}: choose one "
            f"of these, or translate it in posters/{code}.toml of your content folder."
        )
    return [code]


def chosen(poster: "Poster", language: str, country: str | None) -> "Choice":
    """The lines to print, in the order for that language."""
    from django.utils.translation import override

    from waymark.learn.posters.choosing import choices

    with override(language):
        every = choices(poster)
        found = every.usual() if country is None else every.find(country.lower())
    if found is None:
        known = ", ".join(sorted(every.by_country)) or "none yet"
        raise PlainError(
            f"{country} has no line that may be printed on {poster.id!r} (these have: {known}): "
            "check a contact there on the staff site, or print with --country none."
        )
    if not found.contacts:
        print(f"{poster.id} ({language}): without a number.", file=sys.stderr)
    return found


def warn_of_address() -> None:
    """Say so when no address is printed, because nobody else could open it."""
    from django.conf import settings

    from waymark.web.hosts import reachable

    if not reachable(settings.PUBLIC_URL):
        print(
            "The posters have no code and no address, because only this machine opens "
            f"{settings.PUBLIC_URL}: set public_url in waymark.toml first, then make them again.",
            file=sys.stderr,
        )
