"""Handing on what everybody may see: HSDS tables or HSDS JSON, with bounded memory."""

from waymark.directory.exporting.actions import Format, export

__all__ = ["Format", "export"]
