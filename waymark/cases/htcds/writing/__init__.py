"""Writes records as files that others can read, and that we can read again without a loss."""

from waymark.cases.htcds.answers import BadAnswer
from waymark.cases.htcds.writing.forms import write_instance, write_instances
from waymark.cases.htcds.writing.workbooks import write_workbook

__all__ = ["BadAnswer", "write_instance", "write_instances", "write_workbook"]
