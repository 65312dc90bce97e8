"""Small programs around the stream element, each run by a test; start one by `python -m examples.live_log`."""
