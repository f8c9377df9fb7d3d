"""Start the public site, the staff site and the ticker."""

import argparse
import os
import socket
import sys
from collections.abc import Callable

from waymark.commands import bootstrap, sockets, stopping
from waymark.commands.console import CANNOT_START, PlainError
from waymark.commands.supervisor import Child, Supervisor
from waymark.config import folder, options
from waymark.config.options import SettingError

SITES = ("public", "staff")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which part to run; all of them without it."""
    parser.add_argument("--only", choices=(*SITES, "tick"), help="run one part, in this process")


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal comes."""
    if not arguments.only:
        return serve_all()
    try:
        serve_one(arguments.only)
    except (PlainError, SettingError) as fault:
        print(f"waymark: {fault}", file=sys.stderr)
        return CANNOT_START
    return 0


def serve_all(every_round: Callable[[], None] | None = None) -> int:
    """Start every part as a process of its own, and call `every_round` several times a second.

    Returns the exit code. Raises PlainError when a site cannot listen.
    """
    folder.prepare(options.home())
    require_secrets(options.REQUIRED_SECRETS)
    processes = {"public": options.read_int("PUBLIC_PROCESSES"), "staff": 1}
    addresses = {site: sockets.address_of(site) for site in SITES}
    listeners = {site: sockets.listen(address) for site, address in addresses.items()}
    children = [Child(site, listeners[site]) for site in SITES for _ in range(processes[site])]
    for site, address in addresses.items():
        url = options.read(f"{site.upper()}_URL") or f"http://{address}"
        print(f"{site} site: {url}/", flush=True)
    print("Stop both with Ctrl-C.", flush=True)
    return Supervisor([*children, Child("tick")], every_round).run()


def serve_one(site: str) -> None:
    """Be one part, with this part's secrets only."""
    os.environ["WAYMARK_SITE"] = site
    require_secrets(set(options.SITE_SECRETS[site]) & set(options.REQUIRED_SECRETS))
    stopping.stop_on_signals()
    if site == "tick":
        tick_forever()
    else:
        serve_site(site)


def require_secrets(names: "set[str] | tuple[str, ...]") -> None:
    """Raise PlainError when a secret is missing: set-up makes them."""
    for name in sorted(names):
        if not options.read(name):
            raise PlainError(
                f"The secret {name.lower()} is missing in {options.home() / 'secrets'}: "
                "run `waymark setup`, or restore a backup if this installation had one."
            )


def serve_site(site: str) -> None:
    """Answer one site's requests until a signal comes."""
    bootstrap.start_django(f"waymark.config.{site}")
    from django.conf import settings

    from waymark.commands import server
    from waymark.config.wsgi import application

    server.serve(
        application,
        inherited_listener() or sockets.listen(sockets.address_of(site)),
        largest_useful_body=server.WORDS_BYTES + settings.MAX_FILES * settings.MAX_FILE_BYTES,
        behind_proxy=settings.TRUSTED_PROXIES > 0,
    )


def inherited_listener() -> socket.socket | None:
    """The socket that the supervisor opened for us, if it did."""
    number = os.environ.pop("WAYMARK_LISTENER", "")
    return socket.socket(fileno=int(number)) if number else None


def tick_forever() -> None:
    """Run the rounds of escalation, notices and retention until a signal comes."""
    from waymark.commands import tick

    bootstrap.start_django()
    from waymark.directory import gazetteer

    pause = options.read_int("TICK_SECONDS")
    tick.one_round()
    # Where the file is not made yet, here nobody waits for it.
    gazetteer.prepare()
    while not stopping.asked.wait(pause):
        tick.one_round()
