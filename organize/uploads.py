"""Large uploads: streamed into files without a name, which end with the request, or with the process that dies."""

import contextlib
import tempfile

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class NamelessUploadHandler(FileUploadHandler):
    """Keeps each file of a form in FILE_UPLOAD_TEMP_DIR, where no directory entry ever leads to it.

    Django's own handler gives its files names, and leaves one behind when the process is killed, the disk is full or
    the sender goes away in the middle.
    """

    def __init__(self, request=None):
        super().__init__(request)
        self.files = []

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        content = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115  close() is below
        self.files.append(UploadedFile(content, self.file_name, self.content_type, 0, self.charset))

    def receive_data_chunk(self, raw_data, start):
        self.files[-1].write(raw_data)

    def file_complete(self, file_size):
        self.files[-1].seek(0)
        self.files[-1].size = file_size
        return self.files[-1]

    def close(self):
        """Give the space back now; Django itself closes only what arrived whole."""
        for file in self.files:
            with contextlib.suppress(OSError):  # of a full disk: what could not be written is not wanted any more
                file.close()
