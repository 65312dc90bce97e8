"""An open room: its messages, and the box to write in."""
