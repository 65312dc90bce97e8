"""StreamChat: real-time team chat on a stream element for NiceGUI."""

__version__ = "0.1.0"
