"""The database column of a ciphertext."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Base = models.BinaryField[bytes, bytes]
else:
    _Base = models.BinaryField


class SealedField(_Base):
    """Ciphertext as bytes on both engines; empty once its record is erased.

    Only `DataKey` and the vault's actions write it; `contract` lists every one.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        """PostgreSQL hands out a memoryview; everybody here works on bytes."""
        return None if value is None else bytes(value)
