"""Make a new installation: asks a few questions and ends in running sites."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands import bootstrap, questions, serve
from waymark.commands.console import PlainError, as_typed
from waymark.commands.invitations import HAND_ON, invitation_lines
from waymark.commands.questions import Answers
from waymark.config import folder, options

if TYPE_CHECKING:
    from waymark.accounts.actions.invitations import Invited

LAST_LETTERS = 4


@dataclass(frozen=True)
class Made:
    """What set-up made and what is shown only once."""

    recovery_code: str
    invited: "list[Invited]"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Answers from a file instead of from a person."""
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="TOML file with the answers; asks nothing"
    )
    parser.add_argument("--no-serve", action="store_true", help="do not start the sites at the end")


def run(arguments: argparse.Namespace) -> int:
    """Ask, write, explain, and start the sites."""
    home = options.home()
    folder.prepare(home)
    folder.make_secrets(home)
    bootstrap.start_django()
    bootstrap.migrate()
    refuse_twice()
    if arguments.answers:
        text = make(answers := questions.from_file(arguments.answers), show)
    else:
        print("A few questions; Enter takes what stands in brackets.\n")
        text = make(answers := questions.interview(input, print), confirm_in_terminal)
    folder.write_settings(home, chosen_settings(answers))
    print(text)
    if arguments.no_serve or not wants_to_serve(asked=not arguments.answers):
        print(as_typed("Start the sites with `waymark serve`."))
        return 0
    return serve.serve_all()


def refuse_twice() -> None:
    """Raise PlainError where an organisation exists."""
    from waymark.accounts.models import Organisation

    if first := Organisation.objects.order_by("name").first():
        raise PlainError(
            f"This installation is set up already, for {first.name}: start it with "
            "`waymark serve`, or name another data folder with --home."
        )


def make(answers: Answers, confirm: Callable[[str], None]) -> str:
    """Write everything, or nothing when it goes wrong or the recovery key is not confirmed.

    Returns what to tell the first workers.
    """
    from django.core.exceptions import ValidationError
    from django.db import transaction

    try:
        with transaction.atomic():
            made = write(answers)
            text = last_words(made, answers)
            confirm(made.recovery_code)
    except ValidationError as fault:
        raise PlainError(" ".join(fault.messages)) from fault
    return text


def write(answers: Answers) -> Made:
    """The organisation, its compartments, first workers, retention rules, site and contacts."""
    from waymark.accounts.actions import setup
    from waymark.accounts.roles import Role
    from waymark.contacts.actions import load_contacts
    from waymark.reports.actions.retention import install_default_rules

    organisation, code = setup.create_organisation(
        answers["organisation"], answers["country"], answers["time_zone"]
    )
    first = [
        setup.Newcomer(
            login=answers[f"{role.value}_login"],
            name=answers[f"{role.value}_name"],
            email=answers[f"{role.value}_email"],
            roles=frozenset({role}),
        )
        for role in (Role.ADMINISTRATOR, Role.SUPERVISOR)
    ]
    invited = setup.invite_first_workers(organisation, first)
    install_default_rules(organisation)
    write_site(answers)
    load_contacts()
    return Made(code, invited)


def write_site(answers: Answers) -> None:
    """What the pages show of the organisation."""
    from waymark.audit.events import Event
    from waymark.audit.log import record
    from waymark.audit.models import Actor
    from waymark.web.actions import mark_language, save_site

    site = save_site(
        organisation=answers["organisation"],
        country=answers["country"],
        time_zone=answers["time_zone"],
        emergency_number=answers["emergency_number"],
        exit_url=answers["exit_address"],
    )
    for code in filter(None, answers["checked_languages"].split(",")):
        mark_language(code, checked=True)
    record(Event.SITE_CHANGED, by=Actor.SYSTEM, target=site)


def show(code: str) -> None:
    """Print the recovery key where nobody can be asked to confirm it."""
    print(f"Recovery key, shown this once: {code}")


def confirm_in_terminal(code: str) -> None:
    """Show the recovery key until its end was typed back: it cannot be shown again."""
    print(
        "\nThis is the recovery key. If everybody who can open reports loses their password, it is"
        "\nthe only way to the reports. Write it down on paper now, and lock it away:\n"
        f"\n    {code}\n"
    )
    end = code.replace("-", "")[-LAST_LETTERS:]
    while True:
        try:
            typed = input(f"Type its last {LAST_LETTERS} letters or digits: ")
        except EOFError as gone:
            raise PlainError("The recovery key was not confirmed, so nothing was made.") from gone
        if "".join(filter(str.isalnum, typed)).upper() == end:
            return
        print("  That is not its end. Look at what you wrote down.")


def chosen_settings(answers: Answers) -> dict[str, str]:
    """What goes to waymark.toml."""
    urls = {name: answers[name.lower()] for name in ("PUBLIC_URL", "STAFF_URL")}
    chosen = {name: url for name, url in urls.items() if url}
    if any(url.startswith("https:") for url in chosen.values()):
        # A proxy does TLS; uncounted, all visitors would share its address, and its flood limit.
        chosen["TRUSTED_PROXIES"] = "1"
    return chosen


def last_words(made: Made, answers: Answers) -> str:
    """How the first workers get in, and what is to be done then."""
    staff = answers["staff_url"] or f"http://{options.read('STAFF_LISTEN')}"
    lines = ["", HAND_ON, ""]
    for invited in made.invited:
        lines += invitation_lines(invited, staff)
    lines.append(
        "Next, the supervisor answers the invitation, so that somebody can open reports. Then the\n"
        "administrator signs in, adds a team under Recipients, writes what reporters must know\n"
        "before they write, and publishes it. Until then nobody can send a report.\n"
    )
    return "\n".join(lines)


def wants_to_serve(*, asked: bool) -> bool:
    """Whether the sites start now; without a person to ask, they do not."""
    return asked and input("Start both sites now? [yes]: ").strip().lower() in {"", "y", "yes"}
