"""A copy of the public pages in a folder, for a CDN, a plain web server or a USB stick."""

from waymark.exporting.asking import Broken
from waymark.exporting.copying import Copied, export

__all__ = ["Broken", "Copied", "export"]
