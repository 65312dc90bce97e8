"""Changes: what is noted of exports."""
