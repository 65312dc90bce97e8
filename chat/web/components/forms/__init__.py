"""What the forms of plain pages are made of."""
