"""Sends an export as a download, while it is being made."""

from starlette.requests import Request
from starlette.responses import StreamingResponse

from chat.exporting import Download
from chat.web.files.serving import disposition


def send_export(export: Download) -> StreamingResponse:
    """Answer with an export; how large it will be nobody knows by then."""
    headers = {
        "Content-Disposition": disposition(export.name, is_shown=False),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Accel-Buffering": "no",  # it comes as fast as it is made, and is kept on disk here already
    }
    return StreamingResponse(export.pieces, 200, headers, "application/zip")


def address_of_place(request: Request) -> str:
    """Return the address that the place was asked at, which links in an export lead to."""
    return f"{request.url.scheme}://{request.url.netloc}"
