"""Who asks for estimates, and who reads them; always those of their own organisation."""

from waymark.accounts.models import Worker
from waymark.accounts.permissions import has_role
from waymark.accounts.roles import Role
from waymark.analysis.models import EstimateJob


def may_read_estimates(worker: Worker, job: EstimateJob | None = None) -> bool:
    """Analysts and supervisors read what their organisation estimated."""
    return _own(worker, job) and bool(worker.roles & {Role.ANALYST, Role.SUPERVISOR})


def may_estimate(worker: Worker, job: EstimateJob | None = None) -> bool:
    """Analysts start, stop and remove estimates."""
    return _own(worker, job) and has_role(worker, Role.ANALYST)


def _own(worker: Worker, job: EstimateJob | None) -> bool:
    return job is None or job.organisation_id == worker.organisation_id
