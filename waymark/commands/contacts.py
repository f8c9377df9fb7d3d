"""Bring contacts in or out: the list that comes with Waymark, and signed packs of others."""

import argparse
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from waymark.commands import bootstrap
from waymark.commands.console import PlainError, as_typed, table
from waymark.config import folder, options

if TYPE_CHECKING:
    from waymark.contacts.actions.packs import Imported


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One action each."""
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)

    def action(name: str, summary: str) -> argparse.ArgumentParser:
        found = actions.add_parser(name, help=summary, description=summary)
        found.set_defaults(action=name)
        return found

    action("load", "bring in the contacts that come with this version")
    action("key", "show this installation's key for others to trust; makes it if there is none")
    action("signers", "list whose packs are accepted")
    trust = action("trust", "accept the packs of a key that you compared with its owner")
    trust.add_argument("name", help="what you call its owner")
    trust.add_argument("key", help="the key in groups of four letters")
    distrust = action("distrust", "refuse a signer's packs, and take off the pages what is theirs")
    distrust.add_argument("name", help="the signer's name in the list")
    export = action("export", "write the contacts that are offered here into a signed pack")
    export.add_argument("--country", default="", help="only this country: two letters, such as US")
    export.add_argument("file", type=Path, help="the pack to write; it must not exist")
    bring = action("import", "bring a signed pack in, all of it or nothing")
    bring.add_argument("--dry-run", action="store_true", help="only say what would happen")
    bring.add_argument("file", type=Path, help="the pack to read")


def run(arguments: argparse.Namespace) -> int:
    """Do one action. Raises PlainError with what is wrong."""
    if arguments.action in {"key", "export"}:
        make_key()
    bootstrap.start_django()
    from waymark.contacts.refusals import CannotNow

    try:
        print(as_typed(ACTIONS[arguments.action](arguments)))
    except CannotNow as refusal:
        raise PlainError(str(refusal.sentence)) from refusal
    return 0


def make_key() -> None:
    """An installation from before there were packs gets its key now."""
    if not options.read("PACK_KEY"):
        folder.prepare(options.home())
        folder.write_secret(options.home(), "PACK_KEY", secrets.token_hex(32))
        print(as_typed("A key was made. Restart `waymark serve`."), file=sys.stderr)


def load(_arguments: argparse.Namespace) -> str:
    """Bring the bundled contacts up to date."""
    from waymark.contacts.actions import load_contacts

    done = load_contacts()
    return (
        f"{done.added} added, {done.changed} changed, {done.removed} removed, "
        f"{done.unchanged} unchanged, {done.proposed} wait for a worker to confirm."
    )


def key(_arguments: argparse.Namespace) -> str:
    """Our own public key."""
    from waymark.contacts.actions.packs import own_key

    return own_key()


def signers(_arguments: argparse.Namespace) -> str:
    """Every signer that was ever trusted."""
    from waymark.contacts.models import Signer

    rows = [
        (one.name, "trusted" if one.trusted else "not trusted", one.shown_key)
        for one in Signer.objects.all()
    ]
    return table(("Name", "Packs", "Key"), rows) if rows else "Nobody's packs are accepted yet."


def trust(arguments: argparse.Namespace) -> str:
    """Accept a key's packs."""
    from waymark.audit.models import Actor
    from waymark.contacts.actions.signers import trust_signer

    signer = trust_signer(arguments.name, arguments.key, by=Actor.SYSTEM)
    return f"Packs signed with {signer.shown_key} are accepted as {signer.name}'s."


def distrust(arguments: argparse.Namespace) -> str:
    """Refuse a signer's packs."""
    from waymark.audit.models import Actor
    from waymark.contacts.actions.signers import distrust_signer
    from waymark.contacts.models import Signer

    found = Signer.objects.filter(name=arguments.name).first()
    if found is None:
        raise PlainError(f"There is no signer {arguments.name}: see `waymark contacts signers`.")
    distrust_signer(found, by=Actor.SYSTEM)
    return f"Packs of {found.name} are refused, and what stood on their word is off the pages."


def export(arguments: argparse.Namespace) -> str:
    """Write a pack. Raises PlainError when the file cannot be made."""
    from waymark.audit.models import Actor
    from waymark.contacts.actions.packs import export_pack

    data = export_pack(arguments.country.upper(), by=Actor.SYSTEM)
    try:
        with arguments.file.open("xb") as file:
            file.write(data)
    except FileExistsError as fault:
        raise PlainError(f"{arguments.file} exists already: choose another name.") from fault
    except OSError as fault:
        raise PlainError(f"{arguments.file} cannot be written ({fault.strerror}).") from fault
    return f"Written to {arguments.file}. It holds no secret. `waymark contacts key` shows the key."


def bring_in(arguments: argparse.Namespace) -> str:
    """Read a pack and say what became of each contact. Raises PlainError."""
    from waymark.audit.models import Actor
    from waymark.contacts.actions.packs import import_pack, look_into

    try:
        data = arguments.file.read_bytes()
    except OSError as fault:
        raise PlainError(f"{arguments.file} cannot be read ({fault.strerror}).") from fault
    act = look_into if arguments.dry_run else import_pack
    return told(act(data, by=Actor.SYSTEM), dry_run=arguments.dry_run)


def told(imported: "Imported", *, dry_run: bool) -> str:
    """Contact by contact, and in one sentence."""
    rows = [
        (line.packed.row.country, line.packed.row.slug, line.sentence) for line in imported.lines
    ]
    if imported.repeated:
        end = "This pack was imported before: nothing changed."
    elif dry_run:
        end = "This was a dry run: nothing was changed."
    else:
        end = f"Imported from {imported.signer.name}."
    return f"{table(('Country', 'Contact', 'What becomes of it'), rows)}\n{end}"


ACTIONS = {
    "load": load,
    "key": key,
    "signers": signers,
    "trust": trust,
    "distrust": distrust,
    "export": export,
    "import": bring_in,
}
