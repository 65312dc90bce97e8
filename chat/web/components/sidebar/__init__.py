"""The sidebar: the list of rooms, and who is logged in."""
