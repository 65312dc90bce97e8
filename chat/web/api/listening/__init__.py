"""Listening: what happens is told to programs as Server-Sent Events, from where each of them had heard of it last.

`stream.py` answers a request; `catching_up.py` reads what was missed before; `desk.py` hears what happens from then on,
and hands it to each `listener.py` whom it concerns; `keeping_up.py` looks into the database where the bus does not tell
all; `words.py` puts it into bytes, once for all who hear it. docs/decisions/listening.md says why.
"""
