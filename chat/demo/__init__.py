"""The demo: its accounts, and simulated people who chat.

Commands check, commit and then publish; their first argument is who asks. Queries are plain functions that return
items: run them with `await database.read(query, …)`. Code outside this package imports it, `.items` or `.events`.
"""

from chat.demo.commands import log_in_as_demo_user
from chat.demo.queries import demo_users
from chat.demo.simulated_people import SimulatedPeople

__all__ = [
    "SimulatedPeople",
    "demo_users",
    "log_in_as_demo_user",
]
