"""StreamChat: real-time team chat on a stream element for NiceGUI."""
