"""What keeps the index right: new messages, and those that were changed."""
