"""Changes to files, by noun."""
