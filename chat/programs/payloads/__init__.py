"""What incoming webhooks are sent: Slack's and Mattermost's messages become texts as people write them here.

Nothing here knows a database. `read_payload` makes a payload of a request's body, `post_of` a `Post` of that.
"""

from chat.programs.payloads.post import Post, post_of
from chat.programs.payloads.reading import Refused, read_payload

__all__ = ["Post", "Refused", "post_of", "read_payload"]
