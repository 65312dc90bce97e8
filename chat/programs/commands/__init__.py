"""Changes of what programs speak and listen by."""
