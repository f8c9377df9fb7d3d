"""Addresses of reports on the staff site."""

from django.urls import include, path

from waymark.reports.views.staff import (
    on_call,
    queue,
    recipients,
    report,
    retention,
    search,
    situations,
    steps,
)

_REPORT = "reports/<uuid:report_id>/"
_RECIPIENT = "recipients/<uuid:recipient_id>/"

urlpatterns = [
    path("queue/", queue.queue, name="queue"),
    path("queue/<slug:shown>/", queue.queue, name="queue_part"),
    path("queue/<slug:shown>/rows/", queue.queue_rows, name="queue_rows"),
    path("reports/import/", include("waymark.reports.importing.urls")),
    path(_REPORT, report.report, name="report"),
    path(f"{_REPORT}news/", report.report_news, name="report_news"),
    path(f"{_REPORT}files/<uuid:file_id>/", report.report_file, name="report_file"),
    path(f"{_REPORT}take/", steps.take, name="report_take"),
    path(f"{_REPORT}release/", steps.release, name="report_release"),
    path(f"{_REPORT}hand-over/", steps.hand_over, name="report_hand_over"),
    path(f"{_REPORT}answer/", steps.answer, name="report_answer"),
    path(f"{_REPORT}note/", steps.note, name="report_note"),
    path(f"{_REPORT}mark/", steps.mark, name="report_mark"),
    path(f"{_REPORT}reopen/", steps.reopen, name="report_reopen"),
    path(f"{_REPORT}group/", steps.group, name="report_group"),
    path(f"{_REPORT}ungroup/", steps.ungroup, name="report_ungroup"),
    path(f"{_REPORT}lift-quarantine/", steps.lift_quarantine, name="report_lift_quarantine"),
    path("situations/", situations.situations, name="situations"),
    path("situations/<uuid:situation_id>/", situations.situation, name="situation"),
    path("search/", search.search, name="search"),
    path("on-call/", on_call.on_call, name="on_call"),
    path("on-call/<uuid:recipient_id>/add/", on_call.on_call_add, name="on_call_add"),
    path(
        "on-call/<uuid:recipient_id>/<uuid:worker_id>/<slug:change>/",
        on_call.on_call_change,
        name="on_call_change",
    ),
    path("recipients/", recipients.recipients, name="recipients"),
    path("recipients/new/", recipients.recipient_new, name="recipient_new"),
    path(_RECIPIENT, recipients.recipient, name="recipient"),
    path(f"{_RECIPIENT}publish/", recipients.recipient_publish, name="recipient_publish"),
    path(f"{_RECIPIENT}words/<slug:language>/", recipients.recipient_text, name="recipient_text"),
    path("retention/", retention.retention, name="retention"),
]
