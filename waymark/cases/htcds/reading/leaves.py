"""The answers in an instance: its innermost elements, and which of them belong together."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from waymark.cases.htcds.dry_run import Column
from waymark.cases.htcds.names import by_label, by_name
from waymark.cases.htcds.standard import FIELDS, Group
from waymark.web.workbooks.xml import Element

# What phones and servers write into instances by themselves; nobody was asked any of it.
OF_THE_MACHINE = frozenset(
    {
        "meta", "start", "end", "today", "deviceid", "device_id", "username", "phonenumber",
        "simserial", "subscriberid", "audit", "formhub", "__version__", "_version_", "instanceID",
        "instanceName", "deprecatedID",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    """An innermost element and the path to it, such as `events/hte_City`."""

    path: str
    element: Element


def is_of_the_machine(element: Element) -> bool:
    """Whether no person answered this."""
    return element.name in OF_THE_MACHINE


def leaves(element: Element, path: str = "") -> Iterator[Leaf]:
    """Every innermost element below one, in order."""
    for child in element.children:
        place = f"{path}/{child.name}" if path else child.name
        if is_of_the_machine(child):
            continue
        if child.children:
            yield from leaves(child, place)
        else:
            yield Leaf(place, child)


def group_of(element: Element) -> Group | None:
    """The group of the fields in an element: of all of them, each there once; else None."""
    fields = [field for leaf in leaves(element) if (field := by_name(leaf.element.name))]
    groups = {FIELDS[field].group for field in fields}
    if len(groups) == 1 and len(set(fields)) == len(fields):
        return groups.pop()
    return None


def column_of(leaf: Leaf, label: str = "") -> Column:
    """What an element is taken for: its name decides, and its label in a form is compared."""
    name = leaf.element.name
    field = by_name(name) or ""
    if not field:
        why = _("No field of the standard has this name.")
    elif name != field:
        why = _("The name is spelt differently in the standard: %(field)s.") % {"field": field}
    elif label and field not in by_label(label):
        why = _("The form shows another label beside this question: check what people answered.")
    else:
        why = ""
    return Column(leaf.path, name, label, field, why)
