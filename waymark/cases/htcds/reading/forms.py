"""XForms: instances, several of them in a zip, and the form itself, which holds no cases."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from waymark.cases.htcds.building import Keys
from waymark.cases.htcds.dry_run import (
    Cell,
    Column,
    DryRun,
    RowRun,
    Source,
    Verdict,
)
from waymark.cases.htcds.reading.instances import Instance, read_instance
from waymark.cases.htcds.reading.leaves import column_of, leaves
from waymark.web.workbooks.archive import names, unpack
from waymark.web.workbooks.refusals import CannotRead
from waymark.web.workbooks.xml import Element, parse

FORM_ROOT = "html"
HIDDEN = "__macosx/"
MOST_TAGS = 2_000_000  # of all instances; ten thousand that are filled in have half of it


def read_form(data: bytes, file: str) -> DryRun:
    """Read one document: an instance, or a form. Raises CannotRead for anything else."""
    root = parse(data)
    if root.name == FORM_ROOT:
        columns = _questions(root)
        return DryRun(file, Source.FORM, columns, (), (_no_cases(columns),))
    found = read_instance(root, file, Keys())
    return DryRun(file, Source.INSTANCE, found.columns, (found.run,))


def read_archive(data: bytes, file: str) -> DryRun:
    """Read every instance in a zip. Raises CannotRead where none is in it."""
    rows: list[RowRun] = []
    columns: dict[tuple[str, str], Column] = {}
    notes, keys = list(_not_read(data)), Keys()
    tags = 0
    for name, content in unpack(data, (".xml",)):
        if name.lower().startswith(HIDDEN):
            continue
        tags += content.count(b"<")
        if tags > MOST_TAGS:
            raise CannotRead(_("The archive holds too many answers. Bring it in parts."))
        found = _member(name, content, keys)
        if isinstance(found, str):
            notes.append(f"{name}: {found}")
        elif isinstance(found, RowRun):
            rows.append(found)
        else:
            rows.append(found.run)
            columns.update({(column.name, column.field): column for column in found.columns})
    if not rows and not columns:
        raise CannotRead(_("The archive holds no XForm instance. Put the XML files into it."))
    return DryRun(file, Source.INSTANCES, tuple(columns.values()), tuple(rows), tuple(notes))


def _member(name: str, content: bytes, keys: Keys) -> Instance | RowRun | str:
    """An instance; a row that says why it is none; or a sentence on a form."""
    try:
        root = parse(content)
        if root.name == FORM_ROOT:
            return _no_cases(_questions(root))
        return read_instance(root, name, keys)
    except CannotRead as fault:
        return RowRun(name, 0, (Cell(name, "", Verdict.REFUSED, name, "", str(fault)),))


def _not_read(data: bytes) -> Iterator[str]:
    """A sentence where the zip holds other things, such as pictures."""
    others = [
        name
        for name in names(data)
        if not name.lower().endswith((".xml", "/")) and not name.lower().startswith(HIDDEN)
    ]
    if others:
        yield ngettext(
            "%(count)s other file in the archive is not read.",
            "%(count)s other files in the archive are not read.",
            len(others),
        ) % {"count": len(others)}


def _no_cases(columns: tuple[Column, ...]) -> str:
    known = sum(bool(column.field) for column in columns)
    return _(
        "This is a form and holds no cases: %(known)s of its %(all)s questions are fields of the "
        "standard. Bring the instances that were made with it."
    ) % {"known": known, "all": len(columns)}


def _questions(root: Element) -> tuple[Column, ...]:
    """The questions of a form. Raises CannotRead where it has no model with an instance."""
    head, body = root.child("head"), root.child("body")
    model = head.child("model") if head else None
    instance = model.child("instance") if model else None
    if instance is None or not instance.children:
        raise CannotRead(_("This web page is no XForm: it has no model with an instance."))
    labels = dict(_labels(body.children if body else ()))
    return tuple(
        column_of(leaf, labels.get(leaf.element.name, "")) for leaf in leaves(instance.children[0])
    )


def _labels(elements: Iterable[Element]) -> Iterator[tuple[str, str]]:
    """The label of each question, by the last part of what it refers to."""
    for element in elements:
        label = element.child("label")
        if label is not None and "ref" in element.attributes:
            yield element.attributes["ref"].rpartition("/")[2], label.text.strip()
        yield from _labels(element.children)
