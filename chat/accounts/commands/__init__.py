"""Changes to accounts, by noun."""
