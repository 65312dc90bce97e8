"""Search: finds messages by what they say, who wrote them, where and when; see docs/decisions/search.md.

`search` takes the actor first and finds nothing that the actor may not see: run it with
`await database.read(search.search, actor, …)`. Code outside this package imports it or `.items`.
"""

from chat.search.commands.checking import check_index
from chat.search.commands.indexing import index_messages
from chat.search.commands.noted import renew_index
from chat.search.language import FILTERS, MAX_LENGTH, parse
from chat.search.queries import MAX_LIMIT, search

__all__ = ["FILTERS", "MAX_LENGTH", "MAX_LIMIT", "check_index", "index_messages", "parse", "renew_index", "search"]
