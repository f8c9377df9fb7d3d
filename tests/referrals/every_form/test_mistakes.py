"""Every form filled in wrongly: it is answered, what was typed stays, and nothing is written."""

from html import escape

import pytest

from tests.referrals.attempts.posts import Post
from tests.referrals.attempts.table import POSTS
from tests.referrals.attempts.trying import ROUTES, Attempts, Rows, rows, taken_back, watched
from tests.referrals.every_form.mistakes import Body, bodies, typed_besides

ANSWERS = {200, 302, 400, 404, 409, 413, 422}
AGAIN = {409, 422}  # the page comes back, and says why
PARTS = 3  # so that none of the tests takes long


@pytest.mark.parametrize("number", range(PARTS))
def test_mistakes_are_answered_and_change_nothing(attempts: Attempts, number: int) -> None:
    faults = {}
    for at, post in list(enumerate(POSTS))[number::PARTS]:
        for turn, changed in enumerate(bodies(post, at)):
            if problem := _problem(attempts, post, changed):
                faults[post.name, turn, tuple(changed)] = problem
    assert not faults, "\n".join(f"{k}: {v}" for k, v in faults.items())


def _problem(attempts: Attempts, post: Post, changed: Body) -> str:
    """What is wrong with how a mistake is answered; empty where nothing is."""
    with taken_back():
        post.before(attempts.world)
        before = attempts.rows_before(post)
        with watched() as writes:
            body = post.body(attempts.world, **changed)
            answer = attempts.send(post, attempts.url(post), body)
        if answer.status_code not in ANSWERS:
            return f"answers {answer.status_code}"
        if answer.status_code not in AGAIN:
            return ""
        if writes and _kept(rows()) != _kept(before):
            return "changes something"
        page = answer.content.decode()
        lost = [text for text in typed_besides(post, changed) if escape(text) not in page]
        return f"forgets {lost}" if lost else ""


def _kept(found: Rows) -> Rows:
    """Without what a look at the page that is shown again writes: that somebody saw a packet."""
    return {
        key: {name: value for name, value in row.items() if name != "opened_at"}
        for key, row in found.items()
    }


def test_a_body_that_is_no_form_is_answered(attempts: Attempts) -> None:
    body = b"\xff\xfe\xfd=&=&seen=%FF%FE&words=%ED%A0%80&%&" + b"a" * 200_000
    faults = {}
    for post in POSTS:
        with taken_back():
            answer = attempts.client(post.who).post(
                attempts.url(post), body, content_type="application/x-www-form-urlencoded"
            )
            if answer.status_code not in ANSWERS:
                faults[post.name] = answer.status_code
    assert not faults


def test_each_form_is_tried_with_some_mistake() -> None:
    with_fields = [post for post in POSTS if post.data]
    assert len(with_fields) > 40
    assert {post.name for post in POSTS} <= ROUTES.keys()
