"""Files that are uploaded on the staff site: in memory or in a file without a name.

Django would put a large one into a named file, which stays when the process is killed.
"""

import tempfile
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

IN_MEMORY = 1024**2  # bytes up to which no file is made at all


class UnnamedFiles(FileUploadHandler):
    """Collects an upload where nobody finds it by name; closing it is forgetting it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        # Over IN_MEMORY it goes to a file that has no name from the beginning.
        self.file = cast("BinaryIO", tempfile.SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a part of the file; no other handler shall have it."""
        self.file.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile:
        """The whole file, at its beginning."""
        self.file.seek(0)
        return UploadedFile(
            file=cast("Any", self.file),
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )
