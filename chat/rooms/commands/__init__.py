"""Changes to rooms, by noun."""
