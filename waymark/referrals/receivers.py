"""Who may receive: an organisation on this system, a service of the directory, somebody named."""

from dataclasses import dataclass
from uuid import UUID

from waymark.accounts.models import Organisation
from waymark.directory.models import Service
from waymark.vault.blind import fold


@dataclass(frozen=True)
class Receiver:
    """One receiver. Two are the same only if their keys are."""

    key: str

    @classmethod
    def organisation(cls, organisation: Organisation) -> "Receiver":
        """A member of the coalition."""
        return cls(f"organisation:{organisation.pk}")

    @classmethod
    def service(cls, service: Service) -> "Receiver":
        """A service of the directory."""
        return cls(f"service:{service.pk}")

    @classmethod
    def named(cls, name: str) -> "Receiver":
        """Somebody who is in no list, by a name as the release writes it.

        Raises ValueError for a name in which no letter or digit is left.
        """
        plain = " ".join(fold(name).split())
        if not any(letter.isalnum() for letter in plain):
            raise ValueError("a receiver has a name")
        return cls(f"named:{plain}")

    @classmethod
    def person(cls, person_id: UUID) -> "Receiver":
        """The person themself, who asked for a copy of their own data."""
        return cls(f"person:{person_id}")
