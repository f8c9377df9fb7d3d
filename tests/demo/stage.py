"""What the tests of the demonstration look at."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from waymark.accounts.actions.sign_in import check_password
from waymark.accounts.models import Worker
from waymark.demo.facts import Facts
from waymark.reports.content import Content
from waymark.reports.models import Report
from waymark.vault.keyring import Keyring


@dataclass
class Stage:
    """A loaded demonstration and its data folder."""

    facts: Facts
    home: Path

    @cached_property
    def keyrings(self) -> dict[str, Keyring]:
        """Everybody's keyring, opened with the password that is printed."""
        return {one.login: self.enter(one.login)[1] for one in self.facts.sign_ins}

    def enter(self, login: str) -> tuple[Worker, Keyring]:
        """Sign in as far as the password goes."""
        return check_password(login, self.facts.password)

    def opened_by(self, login: str) -> dict[Report, Content]:
        """Every report that a worker's keys open, with what it says."""
        reports = list(Report.objects.all())
        keys = self.keyrings[login].data_keys([report.envelope_id for report in reports])
        return {
            report: Content.from_bytes(keys[report.envelope_id].open(report, "content"))
            for report in reports
            if report.envelope_id in keys
        }
