"""A run told: text for people, JSON to repeat it, a paragraph on methods, a folder of all."""

from waymark.evidence.report.folder import files, write
from waymark.evidence.report.methods import paragraph
from waymark.evidence.report.record import as_json
from waymark.evidence.report.run import Run
from waymark.evidence.report.words import as_text, verdict_text

__all__ = ["Run", "as_json", "as_text", "files", "paragraph", "verdict_text", "write"]
