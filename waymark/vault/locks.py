"""Keys do not change while something is sealed to them.

A data key sealed to a public key that a rotation has just replaced would open for nobody. On
SQLite an immediate transaction already stands alone; on PostgreSQL these locks keep makers of
envelopes (any number together) and changers of keys (one, alone) apart until they commit.
Take them before the audit log's lock: call `audit.record` last.
"""

from django.db import connection, transaction

# Any fixed number that no other lock of this database uses.
KEYS_LOCK = 7_237_002


def share_keys() -> None:
    """Keep compartment keys as they are until commit."""
    _lock("SELECT pg_advisory_xact_lock_shared(%s)")


def change_keys() -> None:
    """Wait until nobody is sealing to compartment keys, and keep it so until commit."""
    _lock("SELECT pg_advisory_xact_lock(%s)")


def _lock(statement: str) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("keys are held inside a transaction only")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(statement, [KEYS_LOCK])
