"""What is measured: each module is one name of `python -m bench`, or helps one."""
