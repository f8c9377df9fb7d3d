"""A verdict in plain words: what was found, from which entry on, and what to do."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from waymark.audit.verify import Finding, Kind, Verdict

ONE_MISSING = gettext_lazy("Entry %(first)d is missing.")
TEMPLATES = {
    Kind.EDITED: gettext_lazy("Entry %(first)d was changed after it was written."),
    Kind.MISSING: gettext_lazy("Entries %(first)d to %(last)d are missing."),
    Kind.UNLINKED: gettext_lazy(
        "Entry %(first)d does not follow the one before it: from here on, entries were "
        "put in, replaced or put in another order."
    ),
    Kind.TRUNCATED: gettext_lazy(
        "The end of the log was cut off: it stops at entry %(before)d, and %(file)s knows "
        "entries up to %(last)d."
    ),
    Kind.REWRITTEN: gettext_lazy(
        "The log was written anew from entry %(first)d or earlier: %(file)s holds other "
        "hashes for entries up to %(last)d."
    ),
    Kind.ANCHOR_MISSING: gettext_lazy(
        "The anchor file %(file)s is missing, empty or cannot be read, so a log that was "
        "cut off or written anew cannot be told from a whole one. If you have only just "
        "named it in the settings, it begins with the next event."
    ),
    Kind.ANCHOR_BEHIND: gettext_lazy(
        "The anchor file %(file)s ends before entry %(first)d: check that its place is "
        "there and can be written to."
    ),
    Kind.LINE_UNREADABLE: gettext_lazy(
        "Line %(first)d of the anchor file %(file)s cannot be read."
    ),
}


def sentences(verdict: Verdict) -> list[str]:
    """The whole verdict, the most important first."""
    said = [summary(verdict)]
    said += [describe(finding) for finding in (*verdict.damage, *verdict.remarks)]
    if verdict.more:
        said.append(_("And %(number)d more.") % {"number": verdict.more})
    if not verdict.intact:
        said.append(advice())
    return said


def summary(verdict: Verdict) -> str:
    """Whether the log is whole, and how far it goes."""
    if not verdict.intact:
        return _("The audit log is damaged. It has %(number)d entries.") % {
            "number": verdict.entries
        }
    if not verdict.entries:
        return _("The audit log is empty.")
    return _("The audit log is whole: %(number)d entries, the last one is %(seq)d.") % {
        "number": verdict.entries,
        "seq": verdict.head_seq,
    }


def advice() -> str:
    """What to do about damage."""
    return _(
        "Keep the database, its backups and the anchor files as they are, tell whoever is "
        "responsible, and compare with a backup. After restoring an older backup, an anchor file "
        "kept elsewhere rightly knows more: put it away safely, and a new one begins."
    )


def describe(finding: Finding) -> str:
    """One finding."""
    values = {
        "first": finding.seq,
        "last": finding.until,
        "before": finding.seq - 1,
        "file": finding.anchor,
    }
    one = finding.kind is Kind.MISSING and finding.seq == finding.until
    return (ONE_MISSING if one else TEMPLATES[finding.kind]) % values
