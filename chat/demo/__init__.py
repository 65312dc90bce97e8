"""The demo: its accounts, and simulated people who chat.

Commands check, write and publish. Queries are plain functions: run them with `await database.read(query, …)`.
"""

from chat.demo.assistant import NAME, Assistant, find_assistant
from chat.demo.commands import log_in_as_demo_user
from chat.demo.first_messages import ANSWERS, DEMO_ROOMS, DIRECT_MESSAGES, THREADS
from chat.demo.first_profiles import DEMO_PROFILES
from chat.demo.made_up import played, sentences
from chat.demo.queries import demo_users
from chat.demo.simulated_people import SimulatedPeople

__all__ = [
    "ANSWERS",
    "DEMO_PROFILES",
    "DEMO_ROOMS",
    "DIRECT_MESSAGES",
    "NAME",
    "THREADS",
    "Assistant",
    "SimulatedPeople",
    "demo_users",
    "find_assistant",
    "log_in_as_demo_user",
    "played",
    "sentences",
]
