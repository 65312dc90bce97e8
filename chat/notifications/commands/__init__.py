"""Changes of how people are told, and of what waits to be told."""
