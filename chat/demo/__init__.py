"""The demo: its accounts, its content, simulated people who chat; and content that is made up for measurements.

Commands check, write and publish. Queries are plain functions: run them with `await database.read(query, …)`.
"""

from chat.demo.assistant import NAME, Assistant, find_assistant
from chat.demo.commands.bulk import bulk_content
from chat.demo.commands.content import demo_content
from chat.demo.commands.log_in import log_in_as_demo_user
from chat.demo.queries import demo_users
from chat.demo.simulated_people import SimulatedPeople

__all__ = [
    "NAME",
    "Assistant",
    "SimulatedPeople",
    "bulk_content",
    "demo_content",
    "demo_users",
    "find_assistant",
    "log_in_as_demo_user",
]
