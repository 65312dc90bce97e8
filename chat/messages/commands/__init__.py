"""Changes to messages, by noun."""
