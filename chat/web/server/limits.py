"""The limits of the app, all in one place; `login_limits` says which of them count attempts at a password."""

from chat.web.server.paced_queue import PacedQueue
from chat.web.server.throttle import Throttle

# Fifty people may sit behind one address: what counts by address leaves room for all of them coming at nine o'clock.
PAGES = Throttle("pages by address", rate=5, burst=100)
POSTS = Throttle("posts by address", rate=5, burst=100)
SOCKETS = Throttle("sockets by address", rate=5, burst=200)
LOGIN_ADDRESS = Throttle("logins by address", rate=1 / 2, burst=50)
API_ADDRESS = Throttle("API requests by address", rate=100, burst=1000)
WRONG_TOKENS = Throttle("wrong tokens by address", rate=1, burst=50)
REGISTRATION_ADDRESS = Throttle("registrations by address", rate=1 / 60, burst=20)
RESET_ADDRESS = Throttle("password resets by address", rate=1 / 60, burst=20)
# A first visit takes some fifty files, and monitors must not depend on Redis: what a process counts for itself.
FILES = Throttle("files by address", rate=100, burst=5000, is_shared=False)
PROBES = Throttle("probes by address", rate=5, burst=100, is_shared=False)

RESET_LINK = Throttle("passwords chosen by link", rate=1 / 10, burst=20)

# Wrong passwords, slow enough for guessing to be hopeless. What unknown browsers share by account is a ceiling for who
# guesses from many addresses: one address alone (ten, then 30 an hour) cannot use it up (100, then 120 an hour).
LOGIN_PAIR = Throttle("failed logins by account and address", rate=1 / 120, burst=10)
LOGIN_ACCOUNT = Throttle("failed logins by account", rate=1 / 30, burst=100)
LOGIN_BROWSER = Throttle("failed logins by known browser", rate=1 / 30, burst=10)
CONFIRMING = Throttle("failed confirmations by account", rate=1 / 30, burst=10)

# The same for requests of links by mail; here the ceiling bounds what comes into somebody's mailbox, too.
RESET_PAIR = Throttle("password resets by account and address", rate=1 / 600, burst=3)
RESET_ACCOUNT = Throttle("password resets by account", rate=1 / 300, burst=12)
RESET_BROWSER = Throttle("password resets by known browser", rate=1 / 600, burst=3)

SENDING = Throttle("messages by account", rate=2, burst=20)
REACTING = Throttle("reactions by account", rate=2, burst=20)
HOOKS = Throttle("messages by webhook", rate=1, burst=30)
PRESSING = Throttle("presses of live messages by account", rate=4, burst=30)
TYPING = Throttle("typing by account", rate=1, burst=5)
FILE_UPLOADS = Throttle("files by account", rate=1 / 2, burst=60)
UPLOADS = Throttle("uploads by account", rate=1 / 10, burst=10)
EDITING = Throttle("edits and deletions by account", rate=2, burst=100)
SEARCHING = Throttle("searches by account", rate=4, burst=40)
SAVING = Throttle("saved messages by account", rate=2, burst=50)
LINKED_MESSAGES = Throttle("lines of linked messages by account", rate=2, burst=50, is_shared=False)
PRESENCE = Throttle("questions who is there, by account", rate=2, burst=50, is_shared=False)
READ_MARKS = Throttle("read marks by account", rate=5, burst=50)
ROOM_MAKING = Throttle("new rooms by account", rate=1 / 60, burst=20)
EXPORTS = Throttle("exports by account", rate=1 / 600, burst=6)
FORMS = Throttle("forms by account", rate=1, burst=100)
PROFILE = Throttle("names and pictures by account", rate=1 / 10, burst=20)
API = Throttle("API requests by account", rate=10, burst=50)
WORDS = Throttle("words by account", rate=100, burst=200, is_shared=False)
WORD_STREAMS = Throttle("streams of words by account", rate=5, burst=50, is_shared=False)

# A page of 50 messages counts as one: 3,000 messages at once, then 250 a second, is more than a person can skim.
READING_PACE = Throttle("reads by account", rate=5, burst=60)
READING = PacedQueue(READING_PACE)
PRERENDERING = Throttle("prerendered rooms by account", rate=2, burst=20, is_shared=False)

CATCHING_UP = 0.2
"""What it costs to ask for what has changed, where a page of messages costs one."""

ALL = [value for value in list(vars().values()) if isinstance(value, Throttle)]
