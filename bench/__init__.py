"""Measurements of the program as it is started by its users; not tests. `python -m bench` runs them all."""
