"""One XForm instance: one person in one case."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from waymark.cases.htcds.building import Building, Keys
from waymark.cases.htcds.dry_run import Column, RowRun
from waymark.cases.htcds.names import by_name
from waymark.cases.htcds.ours import ELEMENTS, NAMESPACE, RECORD_ATTRIBUTE, SILENCE_ATTRIBUTE
from waymark.cases.htcds.reading.leaves import (
    Leaf,
    column_of,
    group_of,
    is_of_the_machine,
    leaves,
)
from waymark.cases.htcds.standard import Group
from waymark.cases.htcds.taking import Taking
from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.xml import SPACE, Element

PUBLISHED_FORM = "htcds_xlsform"
ASKED_TWICE = "prs_Title"  # the published form shows "Second Name" beside it


@dataclass(frozen=True)
class Instance:
    """What an instance says, and what its elements were taken for."""

    run: RowRun
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class _Part:
    """Some answers that belong together; `own` where their element says that they are one part."""

    taking: Taking
    present: frozenset[str]
    group: Group | None = None
    own: bool = False


def read_instance(root: Element, file: str, keys: Keys) -> Instance:
    """Read an instance. Raises CannotRead where nothing in it is a field of the standard."""
    found = list(leaves(root))
    columns = {leaf.element.name: column_of(leaf) for leaf in found}
    if not any(column.field for column in columns.values()):
        raise CannotRead(_("Nothing in this file is a field of the standard."))
    published = root.attributes.get("id") == PUBLISHED_FORM
    main, *parts = _parts(root, "", published=published)
    building = Building(keys.give(_key(root), file), main.taking.answers)
    present = set(main.present)
    for part in parts:
        _join(building, part, present)
    record = building.record() if building.answers else None
    run = _together(file, [part.taking for part in (main, *parts)])
    return Instance(replace(run, record=record), tuple(columns.values()))


def _parts(element: Element, path: str, *, published: bool) -> list[_Part]:
    """The instance's own answers first, then each element that holds one part of a case."""
    taking, present = Taking(), set[str]()
    parts: list[_Part] = []
    for leaf, group in _walk(element, path):
        if group:
            inner = Taking()
            held = {
                _take(inner, each, set(), published=published)
                for each in leaves(leaf.element, leaf.path)
            }
            own = leaf.element.name in ELEMENTS.values()
            parts.append(_Part(inner, frozenset(held), group, own))
        else:
            present.add(_take(taking, leaf, present, published=published))
    return [_Part(taking, frozenset(present)), *parts]


def _walk(element: Element, path: str) -> Iterator[tuple[Leaf, Group | None]]:
    """Innermost elements, and elements that hold one part of a case."""
    for child in element.children:
        place = f"{path}/{child.name}" if path else child.name
        if is_of_the_machine(child):
            continue
        if not child.children:
            yield Leaf(place, child), None
        elif group := group_of(child):
            yield Leaf(place, child), group
        else:
            yield from _walk(child, place)


def _take(taking: Taking, leaf: Leaf, present: set[str], *, published: bool) -> str:
    """Take one element, and say which field it is; empty for none."""
    element = leaf.element
    field = by_name(element.name) or ""
    silence = element.attributes.get(f"{NAMESPACE}{SPACE}{SILENCE_ATTRIBUTE}")
    if not field:
        taking.refuse(leaf.path, "", element.text, _("No field of the standard has this name."))
    elif field in present:
        why = _("This field is there already. Keep one of the two.")
        taking.refuse(leaf.path, field, element.text, why)
    else:
        taking.take(leaf.path, field, element.text, _doubt(field, published=published))
        if silence is not None:
            taking.hush(leaf.path, field, silence)
    return field


def _doubt(field: str, *, published: bool) -> str:
    if published and field == ASKED_TWICE:
        return _("The published form shows Second Name beside this question: check what it is.")
    return ""


def _join(building: Building, part: _Part, present: set[str]) -> None:
    """Put a part where it belongs: beside the first of its group, or as a further one.

    A form may ask for one event under two headings; then the same question is not there twice.
    """
    group = part.group
    if group and (part.own or part.present & present):
        building.add(group, part.taking.answers)
    else:
        building.answers.update(part.taking.answers)
    present |= part.present


def _together(place: str, takings: list[Taking]) -> RowRun:
    runs = [taking.run(place) for taking in takings]
    cells = tuple(cell for run in runs for cell in run.cells)
    return RowRun(place, sum(run.accepted for run in runs), cells)


def _key(root: Element) -> str:
    """What names the instance: our record, or the identifier that every instance should have."""
    own = root.attributes.get(f"{NAMESPACE}{SPACE}{RECORD_ATTRIBUTE}")
    meta = root.child("meta")
    instance = meta.child("instanceID") if meta else None
    return own or (instance.text if instance else "") or root.attributes.get("instanceID", "")
