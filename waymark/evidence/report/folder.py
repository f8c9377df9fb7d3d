"""A run as a folder of files, written whole or not at all."""

import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from waymark.evidence.loglinear import LoglinearEstimate
from waymark.evidence.plots import plot_bootstrap, plot_estimates, plot_path, plot_sensitivity
from waymark.evidence.report.methods import paragraph
from waymark.evidence.report.record import as_json
from waymark.evidence.report.run import Run
from waymark.evidence.report.words import as_text


def files(run: Run) -> Mapping[str, str]:
    """The text of every file of a report, by name."""
    found = {
        "report.txt": as_text(run),
        "report.json": as_json(run),
        "methods.txt": paragraph(run) + "\n",
        "estimates.svg": plot_estimates(run.estimates, standalone=True),
        "sensitivity.svg": plot_sensitivity(run.reliability.findings, standalone=True),
    }
    for place, fit in enumerate(_sampled(run)):
        title = f"Estimates in bootstrap samples: {fit.method}"
        found[f"bootstrap-{place + 1}.svg"] = plot_bootstrap(fit, title=title, standalone=True)
        if "main effects only" in fit.diagnostics:
            found["path.svg"] = plot_path(fit, standalone=True)
    return found


def _sampled(run: Run) -> list[LoglinearEstimate]:
    fits = [*run.estimates, *([run.stratified.total] if run.stratified else [])]
    return [fit for fit in fits if isinstance(fit, LoglinearEstimate) and len(fit.replicates)]


def write(run: Run, folder: Path) -> None:
    """Write the files into a new folder, which appears only when all of it is there.

    Raises FileExistsError for a folder that holds something, and OSError where nothing can be
    written. Whatever happens on the way leaves nothing behind.
    """
    folder = folder.resolve()
    require_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, text in files(run).items():
            (draft / name).write_text(text, encoding="utf-8")
        draft.replace(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def require_free(folder: Path) -> None:
    """Raise FileExistsError for a file, or a folder that holds something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(17, "exists already", str(folder))
