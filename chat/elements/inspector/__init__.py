"""The stream inspector: a panel that shows, live, what the streams of a page do."""

from .inspector import Allow, RequestRestart, StreamInspector

__all__ = ["Allow", "RequestRestart", "StreamInspector"]
