"""Waymark: know, reach help, report, support, change."""

__version__ = "0.1.0"
