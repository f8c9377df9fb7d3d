"""Files that are uploaded on the staff site: in memory or in a file without a name.

Django would put a large one into a named file, which stays when the process is killed.
"""

import tempfile
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError

IN_MEMORY = 1024**2  # bytes up to which no file is made at all
CUT_HEADER = "HTTP_X_WAYMARK_CUT"  # our server dropped the end of the body


class UnnamedFiles(FileUploadHandler):
    """Collects an upload where nobody finds it by name; closing it is forgetting it."""

    file: BinaryIO

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

    def upload_interrupted(self) -> None:
        """The request ended inside the file. Raises MultiPartParserError, which is answered by 400.

        Where our own server cut the end off it says so in a header, and the view explains it.
        """
        self.forget()
        if self.request is not None and CUT_HEADER not in self.request.META:
            raise MultiPartParserError("the file did not arrive whole")

    def forget(self) -> None:
        """Close the file that was begun last, where nobody was given it because of an error."""
        if hasattr(self, "file"):
            self.file.close()
