"""Runs the program as it is, but that push services may be on this machine."""

import runpy

from chat.outgoing import public

public.is_open = True
runpy.run_path("main.py", run_name="__main__")
