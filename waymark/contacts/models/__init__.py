"""What this room keeps: contacts, how they were checked, and with whom they are exchanged."""

from waymark.contacts.models.contact import Confidence, Contact, ContactNumber
from waymark.contacts.models.exchange import Pack, Signer
from waymark.contacts.models.history import Proposal, Verification

__all__ = [
    "Confidence",
    "Contact",
    "ContactNumber",
    "Pack",
    "Proposal",
    "Signer",
    "Verification",
]
