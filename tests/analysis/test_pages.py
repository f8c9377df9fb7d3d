"""The pages of estimates, tried by each role, by the organisation next door and by nobody."""

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from tests.analysis.conftest import COUNTS, SignIn, put, upload
from tests.cast import NAMES, Cast
from tests.sites import PublicClient, StaffClient
from waymark.analysis import actions, running, urls
from waymark.analysis.models import EstimateJob, State
from waymark.audit.models import Entry
from waymark.web.navigation import links_for

READERS = {"ivan_analyst", "sara_supervisor"}
STARTERS = {"ivan_analyst"}
# Name, whether it is about one job, method, who of Riverside may.
ADDRESSES: list[tuple[str, bool, str, set[str]]] = [
    ("analysis", False, "get", READERS),
    ("analysis_new", False, "get", STARTERS),
    ("analysis_new", False, "post", STARTERS),
    ("analysis_estimate", True, "get", READERS),
    ("analysis_file", True, "get", READERS),
    ("analysis_stop", True, "get", STARTERS),
    ("analysis_stop", True, "post", STARTERS),
    ("analysis_remove", True, "get", STARTERS),
    ("analysis_remove", True, "post", STARTERS),
]


@pytest.fixture
def done(cast: Cast) -> EstimateJob:
    """A job of Riverside that is done."""
    job = put(cast.ivan_analyst)
    assert running.run_waiting() == 1
    return EstimateJob.objects.get(pk=job.pk)


def ended(cast: Cast) -> EstimateJob:
    """A job with one file, without the work."""
    job = put(cast.ivan_analyst)
    values = {"state": State.FAILED, "problem": "No.", "files": {"report.json": "{}"}}
    EstimateJob.objects.filter(pk=job.pk).update(ended_at=timezone.now(), **values)
    return job


def address(name: str, job: EstimateJob | None = None, file: str = "report.json") -> str:
    if job is None:
        return reverse(name)
    return reverse(name, args=[job.pk, file] if name == "analysis_file" else [job.pk])


def ask(client: StaffClient | PublicClient, name: str, job: EstimateJob | None, how: str) -> Any:
    return getattr(client, how)(address(name, job))


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_every_address_is_tried() -> None:
    assert {name for name, *_ in ADDRESSES} == {pattern.name for pattern in urls.urlpatterns}


def test_each_role_does_what_is_for_it(cast: Cast, staff_client_for: SignIn) -> None:
    for who in NAMES:
        if who.endswith("_lakeside"):
            continue
        client = staff_client_for(cast[who])
        for name, about_one, how, may in ADDRESSES:
            job = ended(cast) if about_one else None
            status = ask(client, name, job, how).status_code
            if who in may:
                assert status in {200, 302, 422}, (who, name, how)
            else:
                assert status in {403, 404}, (who, name, how)
                assert job is None or EstimateJob.objects.filter(pk=job.pk).exists()


def test_next_door_nothing_is_there(done: EstimateJob, next_door: StaffClient) -> None:
    assert text_of(next_door.get(address("analysis"))).count("lists.csv") == 0
    for name, about_one, how, _ in ADDRESSES:
        if about_one:
            assert ask(next_door, name, done, how).status_code == 404, (name, how)
    assert EstimateJob.objects.get() == done


def test_nobody_and_the_public_site_see_nothing(
    done: EstimateJob, stranger_client: StaffClient, public_client: PublicClient
) -> None:
    for name, about_one, how, _ in ADDRESSES:
        job = done if about_one else None
        assert ask(stranger_client, name, job, how).status_code in {302, 303}, name
        assert ask(public_client, name, job, how).status_code == 404, name
    assert EstimateJob.objects.get() == done


def test_what_is_missing_or_malformed_is_not_there(done: EstimateJob, ivan: StaffClient) -> None:
    assert ivan.get(reverse("analysis_estimate", args=[uuid4()])).status_code == 404
    assert ivan.get("/analysis/1/").status_code == 404
    for file in ("waymark.sqlite3", "..", "report.json.", "Report.json"):
        assert ivan.get(address("analysis_file", done, file)).status_code == 404
    waiting = put(done.by)
    assert ivan.get(address("analysis_file", waiting)).status_code == 404


def test_other_methods_are_refused(done: EstimateJob, ivan: StaffClient) -> None:
    for name in ("analysis_estimate", "analysis_file"):
        assert ivan.post(address(name, done)).status_code == 405
    assert ivan.delete(address("analysis_remove", done)).status_code == 405


def test_only_analysts_and_supervisors_have_the_link(cast: Cast) -> None:
    with override_settings(ROOT_URLCONF="waymark.config.staff_urls"):
        for who in NAMES:
            urls_shown = [link.url for link in links_for(cast[who], "/")]
            shown = reverse("analysis") in urls_shown
            assert shown == (who in READERS | {"lena_lakeside"}), who


def test_from_a_file_to_a_verdict(ivan: StaffClient, cast: Cast) -> None:
    response = ivan.post(address("analysis_new"), upload())
    job = EstimateJob.objects.get()
    assert response.status_code == 302
    assert response["Location"] == address("analysis_estimate", job)
    waiting = ivan.get(address("analysis_estimate", job))
    assert waiting["Refresh"]
    assert "It begins within a minute" in waiting.content.decode()
    running.run_waiting()
    page = ivan.get(address("analysis_estimate", job))
    assert "Refresh" not in page
    text = text_of(page)
    parts = ["Autumn", "lists can carry", "The lists hold 173 different people",
             "log-linear stepwise", "shelters", "<svg ", "Methods, to copy",
             "report.json has"]  # fmt: skip
    places = [text.index(part, text.index("<main")) for part in parts]
    assert places == sorted(places)
    shown = text_of(ivan.get(address("analysis")))
    assert "Autumn" in shown
    assert cast.ivan_analyst.name in shown
    assert "Done" in shown


def test_a_running_job_says_how_far_it_is(ivan: StaffClient, cast: Cast) -> None:
    job = put(cast.ivan_analyst)
    put(cast.ivan_analyst)
    EstimateJob.objects.filter(pk=job.pk).update(
        state=State.RUNNING, part=0.42, attempt=2, beat_at=timezone.now()
    )
    page = ivan.get(address("analysis_estimate", job))
    assert page["Refresh"]
    assert "42 percent done" in page.content.decode()
    assert "begun 2 times" in page.content.decode()
    behind = EstimateJob.objects.get(state=State.QUEUED)
    assert "1 estimate comes before" in text_of(ivan.get(address("analysis_estimate", behind)))


def test_a_group_has_an_estimate_of_its_own(ivan: StaffClient) -> None:
    rows = COUNTS.splitlines()
    both = [f"{row},{sex}" for sex in ("women", "men") for row in rows[1:]]
    grouped = "\n".join([f"{rows[0]},sex", *both])
    assert ivan.post(address("analysis_new"), upload(grouped, by="sex")).status_code == 302
    running.run_waiting()
    text = text_of(ivan.get(address("analysis_estimate", EstimateJob.objects.get())))
    places = [
        text.index(part) for part in ("Estimates by group", "men</bdi>", "women</bdi>", "Total")
    ]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"methods": ["rm -rf"]}, "rm -rf is not one of the available choices"),
        ({"methods": []}, "Choose at least one method"),
        ({"replicates": "10001"}, "less than or equal to 10000"),
        ({"replicates": "nan"}, "Enter a whole number"),
        ({"threshold": "nan"}, "Enter a number"),
        ({"threshold": "1e9"}, "less than or equal to"),
        ({"seed": "-1"}, "greater than or equal to 0"),
        ({"order": "17"}, "less than or equal to 5"),
        ({"title": "x" * 121}, "at most 120 characters"),
    ],
)
def test_options_that_no_page_offers_are_refused(
    ivan: StaffClient, change: dict[str, Any], why: str
) -> None:
    response = ivan.post(address("analysis_new"), upload(**change))
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not EstimateJob.objects.exists()


@pytest.mark.parametrize(
    ("text", "more", "why"),
    [
        ("a,b,count\n1,1,3\n1,0,-2\n0,1,4\n", {}, "Row 3: the count is negative"),
        ("a,b,count\n1,1,2.5\n", {}, "Row 2: the count is not a whole number"),
        ("a,b,count\n0,0,2\n", {}, "Row 2: people on no list"),
        (COUNTS, {"by": "sex"}, "there is no column"),
        (b"\xff\xfea,b", {}, "Row 1: this is not UTF-8"),
        (b"", {}, "This file is empty"),
    ],
)
def test_a_file_that_cannot_be_used_says_row_and_reason_and_keeps_what_was_typed(
    ivan: StaffClient, text: str | bytes, more: dict[str, str], why: str
) -> None:
    sent = upload(text, **{"title": 'My "title"', "seed": "4711", **more})
    response = ivan.post(address("analysis_new"), sent)
    assert response.status_code == 422
    page = response.content.decode()
    assert why in page
    assert 'value="My &quot;title&quot;"' in page
    assert 'value="4711"' in page
    assert "choose the file again" in page
    assert not EstimateJob.objects.exists()


def test_an_upload_that_is_too_large_is_refused(ivan: StaffClient, settings: Any) -> None:
    settings.MAX_FILE_BYTES = 1000
    response = ivan.post(address("analysis_new"), upload(COUNTS + "0,0,0,0\n" * 200))
    assert response.status_code == 422
    assert "This file is too large" in response.content.decode()
    cut = ivan.post(address("analysis_new"), upload(), HTTP_X_WAYMARK_CUT="1")
    assert cut.status_code == 413
    assert "did not arrive whole" in cut.content.decode()
    assert not EstimateJob.objects.exists()


def test_an_organisation_with_many_waiting_waits(
    ivan: StaffClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_WAITING", 1)
    put(cast.ivan_analyst)
    response = ivan.post(address("analysis_new"), upload())
    assert response.status_code == 409
    assert "Many estimates are waiting" in response.content.decode()
    assert EstimateJob.objects.count() == 1


def test_stopping_and_removing_ask_first(ivan: StaffClient, cast: Cast) -> None:
    job = put(cast.ivan_analyst)
    assert "Stop this estimate?" in ivan.get(address("analysis_stop", job)).content.decode()
    early = ivan.post(address("analysis_remove", job), follow=True)
    assert "has not ended" in early.content.decode()
    stopped = ivan.post(address("analysis_stop", job), follow=True)
    assert "The estimate is stopped" in stopped.content.decode()
    assert EstimateJob.objects.get().state == State.CANCELLED
    again = ivan.post(address("analysis_stop", job), follow=True)
    assert "has ended already" in again.content.decode()
    assert "Remove this estimate?" in ivan.get(address("analysis_remove", job)).content.decode()
    assert EstimateJob.objects.exists()
    gone = ivan.post(address("analysis_remove", job), follow=True)
    assert "The estimate is removed" in gone.content.decode()
    assert not EstimateJob.objects.exists()


def test_every_file_is_saved_as_what_it_is_and_logged(
    done: EstimateJob, staff_client_for: SignIn, cast: Cast
) -> None:
    sara = staff_client_for(cast.sara_supervisor)
    page = sara.get(address("analysis_estimate", done)).content.decode()
    assert set(done.files) > {"report.json", "report.txt", "methods.txt", "estimates.csv",
                              "estimates.svg"}  # fmt: skip
    for name, text in done.files.items():
        assert f'href="{address("analysis_file", done, name)}"' in page
        response = sara.get(address("analysis_file", done, name))
        assert response.content.decode() == text
        assert response["Content-Disposition"].startswith('attachment; filename="estimate-')
        assert response["X-Content-Type-Options"] == "nosniff"
    told = Entry.objects.filter(event="estimate:downloaded")
    assert told.count() == len(done.files)
    assert {entry.target_id for entry in told} == {str(done.pk)}
    assert {entry.actor_id for entry in told} == {cast.sara_supervisor.pk}
    assert "remove" not in page.replace("removed", "")


def test_each_step_is_logged_once(ivan: StaffClient) -> None:
    ivan.post(address("analysis_new"), upload())
    job = EstimateJob.objects.get()
    for name in ("analysis_stop", "analysis_stop", "analysis_remove"):
        ivan.post(address(name, job))
    told = [e.event for e in Entry.objects.order_by("seq") if e.event.startswith("estimate:")]
    assert told == ["estimate:started", "estimate:stopped", "estimate:removed"]


def test_the_report_has_what_repeats_it(done: EstimateJob) -> None:
    record = json.loads(done.files["report.json"])
    assert record["input"]["sha256"] == done.digest
    assert record["options"]["replicates"] == 20
    assert record["options"]["methods"] == "stepwise chao"
