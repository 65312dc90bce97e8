"""The steps of docs/tutorial.md; start one by `python -m examples.tutorial.step1_list`."""
