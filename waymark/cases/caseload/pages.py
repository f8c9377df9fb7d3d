"""What this slice shows, counts and tells, and where."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from waymark.cases import tabs, timeline
from waymark.cases.caseload import closing, counts, due, reminders
from waymark.cases.caseload.counts import Count
from waymark.cases.caseload.due import Day
from waymark.cases.caseload.parts import review_due
from waymark.cases.caseload.queries import history, logged
from waymark.cases.models import Case, Milestone, SafetyPlan, SupportPlan, Task, today
from waymark.cases.permissions import is_supervisor, may_work_on_cases
from waymark.cases.tabs import Group, Tab
from waymark.reports import tick
from waymark.web import navigation
from waymark.web.navigation import Entry, Menu


def register() -> None:
    """Name the pages of this slice, what is due in them, and what they tell."""
    _name_pages()
    _count_days()
    for key, source in (
        ("turns", history.turns_of),
        ("notes", history.notes_of),
        ("tasks", history.tasks_in),
        ("files", history.files_added_to),
        ("reports", history.reports_of),
        ("erased", history.erased_in),
        ("log", logged.logged_of),
    ):
        timeline.register(key, source)
    closing.register_loose_ends("tasks", history.open_tasks_in)
    closing.register_loose_ends("milestones", history.open_milestones_in)
    tick.STEPS["reminders of tasks"] = reminders.send_due


def _name_pages() -> None:
    for entry in (
        Entry("cases", _("Cases"), "cases", 12, may_work_on_cases, Menu.CASES),
        Entry("my_tasks", _("My tasks"), "my_tasks", 14, may_work_on_cases, Menu.CASES),
        Entry("workload", _("Workload"), "workload", 32, is_supervisor, Menu.CASES),
    ):
        navigation.register(entry)
    for tab in (
        Tab("overview", _("Overview"), "case", 0, Group.CASE),
        Tab("tasks", _("Tasks"), "case_tasks", 60, Group.WORK),
        Tab("notes", _("Notes"), "case_notes", 65, Group.WORK),
        Tab("files", _("Files"), "case_files", 70, Group.WORK),
        Tab("timeline", _("Timeline"), "case_timeline", 90, Group.CASE),
    ):
        tabs.register(tab)


def _count_days() -> None:
    """What makes a case due, and what a supervisor sees of it."""
    for day in (
        Day(Task, "due_on", Q(done_at=None)),
        Day(Milestone, "due_on", Q(reached_on=None)),
        Day(SupportPlan, "review_due_on", Q(ended_on=None)),
        Day(SafetyPlan, "review_due_on", Q()),
    ):
        due.register(day)
    for count in (
        Count("tasks", _("Overdue tasks"), _overdue_tasks, worker="assignee"),
        Count("milestones", _("Milestones overdue"), _overdue_milestones),
        Count("reviews", _("Reviews due"), _reviews, case="pk", worker="responsible"),
    ):
        counts.register(count)


def _overdue_tasks() -> QuerySet[Task]:
    return Task.objects.filter(done_at=None, due_on__lt=today(), envelope__erased_at=None)


def _overdue_milestones() -> QuerySet[Milestone]:
    return Milestone.objects.filter(reached_on=None, due_on__lt=today(), envelope__erased_at=None)


def _reviews() -> QuerySet[Case]:
    return Case.objects.filter(review_due())
