"""Load the demonstration, a fictional coalition, and start both sites."""

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands import bootstrap, serve
from waymark.commands.console import PlainError, table
from waymark.config import folder, options

if TYPE_CHECKING:
    from waymark.demo.facts import Facts

CHECKOUT = Path(__file__).resolve().parent.parent.parent
FOLDER = "demo-data"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do instead of starting the sites."""
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument(
        "--code", action="store_true", help="print the current one-time code and nothing else"
    )
    instead.add_argument(
        "--load-only", action="store_true", help="load and print, without starting the sites"
    )


def run(arguments: argparse.Namespace) -> int:
    """Load what is missing, print what there is to try, and serve until a signal comes."""
    beside = CHECKOUT if is_checkout() else Path.cwd()
    os.environ.setdefault("WAYMARK_HOME", str(beside / FOLDER))
    require_demonstration()
    os.environ["WAYMARK_DEMONSTRATION"] = "yes"
    if arguments.code:
        return print_code()
    facts = load()
    print(described(facts), flush=True)
    if arguments.load_only:
        return 0
    show = sys.stdout.isatty()
    return serve.serve_all(lambda: refresh(facts) if show else None)


def is_checkout() -> bool:
    """Whether Waymark runs from a copy of its repository, through way.py."""
    return (CHECKOUT / "way.py").exists()


def require_demonstration() -> None:
    """Raise PlainError when the data folder belongs to a real installation."""
    if (options.home() / "waymark.toml").exists() and not options.read_bool("DEMONSTRATION"):
        raise PlainError(
            f"{options.home()} holds a real installation: "
            "name another folder for the demonstration with --home."
        )


def load() -> "Facts":
    """Make folder, secrets, tables and content where they are missing."""
    home = options.home()
    folder.prepare(home)
    folder.make_secrets(home)
    if not (home / "waymark.toml").exists():
        folder.write_settings(home, {"DEMONSTRATION": "yes"})
    bootstrap.start_django()
    from django.db import connection

    from waymark.demo import build, facts

    try:
        build.require_own_database()
        if facts.read() is None:
            print("Loading the demonstration (a few seconds) ...", file=sys.stderr, flush=True)
        with build.alone():
            bootstrap.migrate()
            return build.build()
    except build.SomethingElseHere:
        raise PlainError(
            "The database holds something else than this demonstration: name another folder "
            "with --home, and unset DATABASE_URL."
        ) from None
    except facts.Outdated:
        raise outdated() from None
    finally:
        connection.close()


def outdated() -> PlainError:
    """What to do about a demonstration of an earlier version: it is not brought up to date."""
    return PlainError(
        f"The demonstration in {options.home()} was made by an earlier version of Waymark: "
        "delete this folder and start again."
    )


def described(facts: "Facts") -> str:
    """What somebody at the terminal needs to try both sites."""
    from waymark.demo.facts import path

    people = [(one.login, one.role, one.name, one.organisation) for one in facts.sign_ins]
    codes = [(one.receipt, one.about) for one in facts.receipts]
    again = "python3 way.py demo --code" if is_checkout() else "waymark demo --code"
    return "\n".join(
        (
            "\nA demonstration: every person, place and report in it is invented.\n",
            "Staff site: sign in with one of these names,",
            f"  the password     {facts.password}",
            f"  and a code       {code_line(facts)}; the next one: {again}",
            f"  code generator   {facts.totp_secret} (one for all; for any authenticator app)\n",
            table(("sign-in name", "role", "name", "organisation"), people),
            "\nPublic site: come back to a report with one of these codes:\n",
            table(("code", "what it opens"), codes),
            f"\nDirectory: {facts.partner.name} reads the partner tier of /api/hsds/ with the key",
            f"  {facts.partner.key}",
            cases_to_try(facts),
            f"\nAll of this, and the recovery codes, is kept in {path()}",
            f"To start afresh, stop it and delete the folder {path().parent}\n",
        )
    )


def cases_to_try(facts: "Facts") -> str:
    """What there is to see in cases and referrals, and the codes that the sites show once."""
    codes = facts.cases
    return "\n".join(
        (
            "\nCases: carl_cases manages most of them; sara_supervisor also sees the one that he",
            "is kept from, decides about demands and erases; mina_lakeside answers referrals.",
            f"  Public site, /en/answer/: how it stands, for the person   {codes.person_code}",
            f"  Public site, a sealed file that is handed over once   /en/file/{codes.link}/",
            f"  and the code that opens it   {codes.link_code}",
            f"  /api/partner/v1/: a partner's computer sends referrals with   {codes.partner_key}",
        )
    )


def code_line(facts: "Facts") -> str:
    """The code of this moment."""
    from waymark.demo.facts import current_code

    code, left = current_code(facts.totp_secret)
    return f"{code} (for {left} more seconds)"


def refresh(facts: "Facts") -> None:
    """Keep the current code in the terminal's last line while the sites run."""
    print(f"\rCode now: {code_line(facts)} ", end="", flush=True)


def print_code() -> int:
    """The code of this moment. Raises PlainError where there is no demonstration."""
    bootstrap.start_django()
    from waymark.demo.facts import Outdated, path, read

    try:
        facts = read()
    except Outdated:
        raise outdated() from None
    if facts is None:
        raise PlainError(f"{path()} is missing: start the demonstration first.")
    print(code_line(facts))
    return 0
