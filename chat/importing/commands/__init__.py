"""Changes: what an export has becomes people, rooms and messages. Nobody is told: no page is open meanwhile."""
