"""The file in a multipart body (RFC 7578), read piece by piece: never all of it is in memory."""

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from chat.errors import Invalid, UnsupportedMediaType

FIELD = b"file"

MAX_OTHERS = 64 * 1024
"""Bytes of other fields, which are passed over."""

INCOMPLETE = "The file has not arrived completely."


class FilePart:
    """Finds the part `file` in a body; all methods block for as long as the bytes they are given take."""

    def __init__(self, content_type: str) -> None:
        """Begin; raises `UnsupportedMediaType` for a body that is not multipart."""
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not 0 < len(boundary) <= 70:
            raise UnsupportedMediaType("Send the file as multipart/form-data, in a field named “file”.")
        self.name = ""
        self._is_found = self._is_here = self._is_complete = False
        self._others = 0
        self._field, self._value = bytearray(), bytearray()
        self._disposition = b""
        self._pieces: list[bytes] = []
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": lambda data, start, end: self._field.extend(data[start:end]),
                "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
                "on_header_end": self._end_header,
                "on_headers_finished": self._name,
                "on_part_data": self._take,
                "on_part_end": self._end,
            },
        )

    def feed(self, data: bytes) -> list[bytes]:
        """Take a piece of the body, and return what of it are bytes of the file; raises `Invalid`."""
        self._pieces = []
        try:
            self._parser.write(data)
        except FormParserError as error:
            raise Invalid("The body cannot be read as multipart/form-data.") from error
        return self._pieces

    def finish(self) -> None:
        """Check that the whole file has come; raises `Invalid`."""
        if not self._is_found:
            raise Invalid("Send the file in a field named “file”.")
        if not self._is_complete:
            raise Invalid(INCOMPLETE)

    def _begin(self) -> None:
        self._disposition = b""

    def _end_header(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._disposition = bytes(self._value)
        self._field, self._value = bytearray(), bytearray()

    def _name(self) -> None:
        _, options = parse_options_header(self._disposition)
        self._is_here = options.get(b"name") == FIELD and b"filename" in options
        if not self._is_here:
            return
        if self._is_found:
            raise Invalid("Send one file at a time.")
        self._is_found = True
        self.name = options[b"filename"].decode(errors="replace").replace("%22", '"')  # as browsers write it

    def _take(self, data: bytes, start: int, end: int) -> None:
        if self._is_here:
            self._pieces.append(data[start:end])
        else:
            self._others += end - start
            if self._others > MAX_OTHERS:
                raise Invalid("Besides the file, the body is too large.")

    def _end(self) -> None:
        self._is_complete = self._is_complete or self._is_here
        self._is_here = False
