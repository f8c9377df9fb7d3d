"""Addresses of this slice, below /cases/."""

from django.urls import path

from waymark.cases.caseload.views import (
    begin,
    closing,
    files,
    history,
    notes,
    overview,
    steps,
    tasks,
    walls,
    work_list,
    workload,
)

_CASE = "<uuid:case_id>/"
_TASK = f"{_CASE}tasks/<uuid:task_id>/"

urlpatterns = [
    path("", work_list.cases, name="cases"),
    path("list/<slug:whose>/<slug:part>/", work_list.cases, name="cases_part"),
    path("new/", begin.case_begin, name="case_begin"),
    path("tasks/", work_list.my_tasks, name="my_tasks"),
    path("workload/", workload.workload_of_team, name="workload"),
    path("workload/nobody/", workload.workload_of_one, name="workload_nobody"),
    path("workload/<uuid:worker_id>/", workload.workload_of_one, name="workload_of_one"),
    path(_CASE, overview.case, name="case"),
    path(f"{_CASE}about/", overview.about, name="case_about"),
    path(f"{_CASE}move/<slug:step>/", steps.case_move, name="case_move"),
    path(f"{_CASE}close/", closing.case_close, name="case_close"),
    path(f"{_CASE}take/", steps.case_take, name="case_take"),
    path(f"{_CASE}hand-over/", steps.case_hand_over, name="case_hand_over"),
    path(f"{_CASE}review/", steps.case_review, name="case_review"),
    path(f"{_CASE}team/", steps.case_team_add, name="case_team_add"),
    path(f"{_CASE}team/<uuid:worker_id>/remove/", steps.case_team_remove, name="case_team_remove"),
    path(f"{_CASE}walls/", walls.case_walls, name="case_walls"),
    path(f"{_CASE}walls/<uuid:wall_id>/lift/", walls.case_wall_lift, name="case_wall_lift"),
    path(f"{_CASE}tasks/", tasks.case_tasks, name="case_tasks"),
    path(_TASK, tasks.case_task, name="case_task"),
    path(f"{_TASK}done/", tasks.case_task_tick, {"change": "done"}, name="case_task_done"),
    path(f"{_TASK}undo/", tasks.case_task_tick, {"change": "undo"}, name="case_task_undo"),
    path(f"{_CASE}notes/", notes.case_notes, name="case_notes"),
    path(f"{_CASE}notes/<uuid:note_id>/", notes.case_note, name="case_note"),
    path(f"{_CASE}files/", files.case_files, name="case_files"),
    path(f"{_CASE}files/<uuid:file_id>/", files.case_file, name="case_file"),
    path(f"{_CASE}timeline/", history.case_timeline, name="case_timeline"),
]
