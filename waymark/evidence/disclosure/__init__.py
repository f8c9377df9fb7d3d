"""Tables of people that give nobody away: small cells suppressed, and proved not to come back.

from waymark.evidence.disclosure import Dimension, Table, protect
age = Dimension("age", ("under 18", "18 to 24", "25 and over"))
sex = Dimension("sex", ("female", "male", "another"))
table = Table.from_counts("Clients", [age, sex], {("under 18", "female"): 12, ...})
[clients] = protect([table], k=5)
print(clients.shown)  # None where a number is suppressed
"""

from typing import TYPE_CHECKING

from waymark.evidence.disclosure.tables import (
    Cell,
    Dimension,
    Reason,
    Release,
    Table,
    TableError,
    answer_cell,
    cell,
)
from waymark.evidence.exports import attach

if TYPE_CHECKING:
    from waymark.evidence.disclosure.auditing import Leak, audit, possible
    from waymark.evidence.disclosure.protection import CannotProtect, Protected, protect

__all__ = [
    "CannotProtect",
    "Cell",
    "Dimension",
    "Leak",
    "Protected",
    "Reason",
    "Release",
    "Table",
    "TableError",
    "answer_cell",
    "audit",
    "cell",
    "possible",
    "protect",
]

__getattr__ = attach(
    __name__,
    {
        "auditing": ("Leak", "audit", "possible"),
        "protection": ("CannotProtect", "Protected", "protect"),
    },
)
