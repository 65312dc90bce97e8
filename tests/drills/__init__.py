"""What goes wrong in the end, tried on the program as it is started: nothing that was acknowledged may be gone."""
