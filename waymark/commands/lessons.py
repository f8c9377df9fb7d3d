"""Write lessons as SCORM 1.2 packages, for the learning systems of schools and hospitals."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands import bootstrap
from waymark.commands.console import PlainError

if TYPE_CHECKING:
    from waymark.learn.lessons.reading import Lesson


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    summary = "write each lesson, in each language it has, as a package of its own"
    export = actions.add_parser("export", help=summary, description=summary)
    export.add_argument("folder", type=Path, help="where to write; packages there are replaced")
    export.add_argument("--language", default="", help="only this language, such as es")


def run(arguments: argparse.Namespace) -> int:
    """Write them. Raises PlainError with what is wrong."""
    bootstrap.start_django()
    from waymark.learn.content.faults import ContentError

    try:
        chosen = lessons(arguments.language)
        for number, lesson in enumerate(chosen, start=1):
            print(f"{number} of {len(chosen)}: {write(lesson, arguments.folder)}")
    except ContentError as fault:
        raise PlainError(f"A lesson cannot be read. {fault}") from fault
    except OSError as fault:
        reason = f"cannot be written ({fault.strerror}): choose another folder."
        raise PlainError(f"{arguments.folder} {reason}") from fault
    return 0


def lessons(language: str) -> "list[Lesson]":
    """The lessons of a language, or all. Raises PlainError where there is none."""
    from waymark.learn.lessons.reading import editions

    found = sorted(editions(), key=lambda lesson: (lesson.path, lesson.language))
    chosen = [lesson for lesson in found if language in ("", lesson.language)]
    if not chosen:
        known = ", ".join(sorted({lesson.language for lesson in found}))
        raise PlainError(f"No lesson is in the language {language!r}: choose of {known}.")
    return chosen


def write(lesson: "Lesson", folder: Path) -> Path:
    """Write one package, whole or not at all; returns the file."""
    from waymark.learn.lessons import scorm

    folder.mkdir(parents=True, exist_ok=True)
    target = folder / scorm.file_name(lesson)
    draft = target.with_suffix(".new")
    draft.write_bytes(scorm.package(lesson))
    draft.replace(target)
    return target
