"""The registry of verified contacts."""

from waymark.contacts.actions.loading import Loaded, load_contacts

__all__ = ["Loaded", "load_contacts"]
