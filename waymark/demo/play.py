"""Plays the invented reports through the same actions that the two sites call, in order of time."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from waymark.demo import clock
from waymark.demo.coalition import Coalition, Member
from waymark.demo.files import FILES
from waymark.demo.script import Deed, Step, Story
from waymark.reports import files
from waymark.reports.actions import answering, intake, situations, thread, triage
from waymark.reports.models import Disposition, Report, Situation
from waymark.reports.queries.public import find_thread
from waymark.reports.states import Seen

FORM_KEY_BYTES = 16


class Moment(NamedTuple):
    """What happens when: a report comes in (no step), or a step of its story."""

    at: datetime
    story: Story
    step: Step | None


def moments(stories: Iterable[Story], now: datetime) -> list[Moment]:
    """Everything that happens, oldest first; a story's own order decides between equal times."""
    found = [
        Moment(now - (step.ago if step else story.ago), story, step)
        for story in stories
        for step in (None, *story.steps)
    ]
    return sorted(found, key=lambda moment: moment.at)


@dataclass
class Play:
    """What has come of the stories so far."""

    coalition: Coalition
    titles: dict[str, str]
    reports: dict[str, Report] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    situations: dict[str, Situation] = field(default_factory=dict)

    def perform(self, moment: Moment) -> None:
        """Let one moment happen at its time."""
        with clock.at(moment.at):
            if moment.step is None:
                self._submit(moment.story)
            elif moment.step.by:
                self._work(moment.story, moment.step, self.coalition.members[moment.step.by])
            else:
                self._come_back(moment.story, moment.step)

    def _submit(self, story: Story) -> None:
        submitted = intake.submit(
            self.coalition.recipients[story.recipient],
            story.content,
            [files.check(FILES[name]()) for name in story.files],
            new_form_key(),
            story.language,
            quarantined=story.quarantined,
        )
        self.reports[story.key] = submitted.report
        self.receipts[story.key] = submitted.receipt

    def _work(self, story: Story, step: Step, member: Member) -> None:
        """A worker opens the report, and does what the step says."""
        worker = member.worker
        report = triage.note_opening(self.reports[story.key], by=worker)
        match step.do:
            case Deed.OPEN:
                pass
            case Deed.TAKE:
                triage.take(report, by=worker, seen=Seen.of(report))
            case Deed.HAND_OVER:
                triage.hand_over(report, to=self.coalition.members[step.to].worker, by=worker)
            case Deed.ANSWER:
                answering.answer(
                    report, step.text, form_key=new_form_key(), by=worker, keyring=member.keyring
                )
            case Deed.NOTE:
                answering.add_note(report, step.text, form_key=new_form_key(), by=worker)
            case Deed.GROUP:
                self._group(report, step.situation, member)
            case Deed.MARK:
                triage.mark(
                    report,
                    Disposition(step.disposition),
                    by=worker,
                    duplicate_of=self.reports.get(step.duplicate_of),
                )
            case _:
                raise ValueError(f"{step.do} is no worker's deed")

    def _group(self, report: Report, name: str, member: Member) -> None:
        """The first report of a situation begins it."""
        if name in self.situations:
            situations.group(report, self.situations[name], by=member.worker)
        else:
            self.situations[name] = situations.create_situation(
                self.titles[name], report=report, by=member.worker
            )

    def _come_back(self, story: Story, step: Step) -> None:
        """The reporter returns with the receipt, and does what the step says."""
        opened = find_thread(self.receipts[story.key])
        if opened is None:
            raise LookupError(f"the receipt of {story.key} opens nothing")
        if opened.answered:
            thread.note_answer_read(opened)
        match step.do:
            case Deed.SEE:
                pass
            case Deed.ADD:
                thread.add_message(opened, step.text, new_form_key())
            case Deed.WITHDRAW:
                thread.withdraw(opened)
            case Deed.ERASE:
                thread.erase(opened.report)
            case _:
                raise ValueError(f"{step.do} is no reporter's deed")


def new_form_key() -> bytes:
    """What every form carries, so that sending it twice writes once."""
    return secrets.token_bytes(FORM_KEY_BYTES)
