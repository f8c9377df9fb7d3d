"""Who may do what with contacts. They belong to the installation, not to one organisation."""

from django.db.models import Model

from waymark.accounts.models import Worker
from waymark.accounts.permissions import has_role
from waymark.accounts.roles import Role


def may_verify_contacts(worker: Worker, _thing: Model | None = None) -> bool:
    """Contact verifiers of any member organisation check, propose and confirm."""
    return has_role(worker, Role.CONTACT_VERIFIER)


def may_see_contacts(worker: Worker) -> bool:
    """Supervisors and administrators see what is due, too."""
    looking = {Role.CONTACT_VERIFIER, Role.SUPERVISOR, Role.ADMINISTRATOR}
    return bool(worker.roles & looking)


def may_trust_signers(worker: Worker, _signer: Model | None = None) -> bool:
    """Administrators decide whose packs are accepted."""
    return has_role(worker, Role.ADMINISTRATOR)
