"""The command `waymark`: finds the command that was asked for and turns faults into sentences."""

import argparse
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from waymark import __version__
from waymark.commands import (
    audit,
    backup,
    check,
    contacts,
    content,
    demo,
    directory,
    evidence,
    export_site,
    lessons,
    migrate,
    posters,
    recover,
    restore,
    serve,
    settings,
    setup,
    tick,
)
from waymark.commands.console import PROGRAM, PlainError, as_typed
from waymark.config.options import OPTIONS, SECRETS, SettingError

COMMANDS: dict[str, ModuleType] = {
    "demo": demo,
    "setup": setup,
    "serve": serve,
    "check": check,
    "tick": tick,
    "audit": audit,
    "contacts": contacts,
    "content": content,
    "posters": posters,
    "directory": directory,
    "export-site": export_site,
    "lessons": lessons,
    "evidence": evidence,
    "backup": backup,
    "restore": restore,
    "recover": recover,
    "migrate": migrate,
    "settings": settings,
}
INTERRUPTED = 130


def settings_help() -> str:
    """The table of settings, as `--help` shows it."""
    lines = ["settings (environment, then the data folder's secrets and waymark.toml):"]
    for row in OPTIONS:
        default = "" if row.name in SECRETS or not row.default else f" [{row.default}]"
        lines.append(f"  WAYMARK_{row.name}{default}\n      {row.help}")
    return "\n".join(lines)


def build_parser() -> argparse.ArgumentParser:
    """The parser with one sub-parser for each command."""
    parser = argparse.ArgumentParser(
        prog=PROGRAM,
        description="The platform that organisations against human trafficking run on.",
        epilog=settings_help(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"waymark {__version__}")
    parser.add_argument("--home", metavar="FOLDER", help="the data folder (WAYMARK_HOME)")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        summary = (module.__doc__ or "").splitlines()[0]
        command = commands.add_parser(name, help=summary, description=summary)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Faults are printed as one sentence each."""
    options = build_parser().parse_args(argv)
    os.umask(0o077)  # whatever a command writes, only its owner reads
    if options.home:
        os.environ["WAYMARK_HOME"] = options.home
    try:
        code: int = options.run(options)
    except (PlainError, SettingError) as fault:
        return fail(str(fault))
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as fault:
        if sentence := database_fault(fault):
            return fail(sentence)
        raise
    return code


def fail(sentence: str) -> int:
    """Say on standard error what to do; returns the exit code of a failure."""
    print(f"waymark: {as_typed(sentence)}", file=sys.stderr)
    return 1


def database_fault(fault: Exception) -> str:
    """What to do about a fault of the database; empty for any other fault."""
    django_db = sys.modules.get("django.db")
    if django_db is None or not isinstance(fault, django_db.DatabaseError):
        return ""
    reason = str(fault).strip().splitlines()[0] if str(fault).strip() else "no reason given"
    return f"The database does not answer as it should ({reason}): run `waymark check`."
