"""Measurements of the program as its users start it; `python -m bench` runs them all.

`workloads` is what is measured, one module a name on the command line; `clients` are scripted viewers and browsers;
`peers` the same room by other means; `report` writes docs/performance.md.
"""
