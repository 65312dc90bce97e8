"""What texts of other chats consist of: plain text, and whom or what is meant by ids of theirs."""

MENTION, ROOM_LINK, EVERYBODY, TYPED = "@", "#", "!", "="
"""What a part of a text that is no plain text means: a person, a room, everybody in the room.

`TYPED` is a person, or everybody without a key, as they were named then: exactly by the third part, or by nothing.
"""

Part = str | list[str]
"""A piece of text, or a sign with the key of whom or what it means, such as `["@", "U123"]`."""
