"""The layout around every room: header, connection state, navigation, keyboard shortcuts."""
