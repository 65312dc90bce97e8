"""Whether what people see in their lists of rooms is always what a reload would show."""
