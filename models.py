"""Tables and indexes. The database handle is opened by `chat.storage.database`, never here."""

import time
from typing import Any, TypeVar

from peewee import (
    SQL,
    BigAutoField,
    BigIntegerField,
    BlobField,
    BooleanField,
    CharField,
    DatabaseProxy,
    Expression,
    ForeignKeyField,
    IntegerField,
    Model,
    ModelSelect,
    TextField,
    fn,
)

db = DatabaseProxy()

MAX_ID = 2**63 - 1
"""The largest id that a database can hold; whatever is larger names nothing."""


def row_id(value: object) -> int:
    """Return a value from outside if it can be a row id; otherwise 0, which no row has."""
    return value if type(value) is int and 0 < value <= MAX_ID else 0  # True is an int too


Row = TypeVar("Row", bound=Model)


def lock_for_update(rows: "ModelSelect[Row]", **how: Any) -> "ModelSelect[Row]":
    """Lock the query's rows until the transaction ends (`SELECT … FOR UPDATE`); not needed with SQLite."""
    return rows.for_update(**how) if db.for_update else rows


def now_ms() -> int:
    """Return the time as milliseconds since 1970, UTC: the unit of every `*_at` column."""
    return time.time_ns() // 1_000_000


class Table(Model):
    """Base of all tables."""

    id = BigAutoField()

    class Meta:
        """All tables are in the same database."""

        database = db


class User(Table):
    """A user, who logs in by email, shown to themselves and administrators only; the name is shown to all.

    A deleted account keeps its row, for its messages: `deleted_at` is set, and name, email, password and picture are
    removed.
    """

    name = CharField(max_length=80)
    name_key = CharField(max_length=200, null=True)  # as of Room
    email = CharField(max_length=254, unique=True)
    password_hash = CharField(max_length=128)
    role = CharField(max_length=16, default="member")
    avatar = CharField(max_length=32, null=True)
    created_at = BigIntegerField(default=now_ms)
    deactivated_at = BigIntegerField(null=True)
    deleted_at = BigIntegerField(null=True)


def is_active(user: Any = User) -> Expression:
    """Query condition: the account is neither deactivated nor deleted; `user` is the table, or an alias of it."""
    condition: Expression = user.deactivated_at.is_null() & user.deleted_at.is_null()
    return condition


User.add_index(User.index(User.name_key, unique=True, where=is_active(), name="user_active_name_key"))
User.add_index(User.index(User.name_key, name="user_any_name_key"))


class Profile(Table):
    """What somebody tells of themselves; whoever has told nothing has no row.

    Not in `User`, which is read at every event of a page. `zone` is a name of IANA's, such as "Europe/Berlin"; after
    `status_until` the status is no more.
    """

    user_id: int
    user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
    title = CharField(max_length=100, default="")
    zone = CharField(max_length=64, default="")
    status_emoji = CharField(max_length=32, default="")
    status_text = CharField(max_length=100, default="")
    status_until = BigIntegerField(null=True)
    hides_presence = BooleanField(default=False)


class Avatar(Table):
    """A profile picture; its address is the digest of its bytes, so that browsers may cache it for ever."""

    digest = CharField(max_length=32, unique=True)
    image = BlobField()


class Room(Table):
    """A room; `revision` counts every change to its messages.

    `kind` is "open" (everybody may find and join it), "closed" (there for its members alone), "direct" (between the
    people of `people_key`, without a name) or "thread": what was replied to the message `root_id` of the room `parent`,
    visible to whoever sees that room. New people join rooms with `is_default`.

    `keeps_days` is for how many days its messages are kept, if its managers have chosen; after that they are deleted.
    `purged_revision` is the newest revision of a tombstone that is gone for good: what has changed since an older one
    is not known any more.

    Of a thread, `replies` are how many there are, `faces` the ids of the first who wrote them, and `replied_at` when
    the last one was written.

    `name_key` is the key of the name (`name_keys`), equal for names that look the same. It may be missing if something
    other than a command wrote the row; commands then fill it in.

    `listed` is the revision of the lists of rooms at which this room was last changed in them.

    `below` counts every change to messages in the room's threads; of a thread, it is that count at its last change. So
    what has changed in threads since is found without a look at all threads that there are.
    """

    name = CharField(max_length=80)
    name_key = CharField(max_length=200, null=True)
    description = CharField(max_length=300, default="")
    kind = CharField(max_length=8, default="open", constraints=[SQL("DEFAULT 'open'")])
    is_default = BooleanField(default=False, constraints=[SQL("DEFAULT false")])
    people_key = CharField(max_length=200, null=True, unique=True)
    revision = BigIntegerField(default=0)
    created_at = BigIntegerField(default=now_ms)
    archived_at = BigIntegerField(null=True)
    listed = BigIntegerField(default=0)
    keeps_days = IntegerField(null=True)
    purged_revision = BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    parent_id: int | None
    parent: Any = ForeignKeyField("self", null=True, index=False)
    root_id: Any = BigIntegerField(null=True, unique=True)
    replies = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    faces = CharField(max_length=64, default="", constraints=[SQL("DEFAULT ''")])
    replied_at = BigIntegerField(null=True)
    below = BigIntegerField(default=0, constraints=[SQL("DEFAULT 0")])


Room.add_index(Room.index(Room.parent, Room.below, where=Room.parent.is_null(False), name="room_changed_threads"))

# Names of closed rooms need not be unique: whoever makes a room learns nothing of those they are not in.
Room.add_index(Room.index(Room.name_key, unique=True, where=Room.kind == "open", name="room_open_name_key"))


class Membership(Table):
    """Somebody is in a room, or was: whoever has left or was removed keeps the row, with `left_at`.

    So that a browser can ask what has changed in its list of rooms, `listed` is the revision of the lists at which this
    row last changed; rooms and memberships share that count. `hidden_at` is when a direct room was hidden, `starred_at`
    when a room was put on top of the person's list, `opened_at`
    when they last had it open, `read_id` is the newest message that the person has read, `level`
    of what in the room they want to be told, if they have chosen.

    To be in a thread is to follow it. Such a row has the thread's room in `parent_id`, and is in no list; `news_id` is
    a reply that was not read when it came, so that unread threads are found without a look at all that one follows.
    """

    room_id: int
    room = ForeignKeyField(Room, index=False, on_delete="CASCADE")
    user_id: int
    user = ForeignKeyField(User, index=False, on_delete="CASCADE")
    role = CharField(max_length=8, default="member")
    joined_at = BigIntegerField(default=now_ms)
    left_at = BigIntegerField(null=True)
    hidden_at = BigIntegerField(null=True)
    starred_at = BigIntegerField(null=True)
    opened_at = BigIntegerField(null=True)
    read_id = BigIntegerField(default=0)
    level = CharField(max_length=12, null=True)
    listed = BigIntegerField(default=0, index=True)
    parent_id = BigIntegerField(null=True)
    news_id = BigIntegerField(null=True)

    class Meta:
        """Each person once in each room; for the people in a room; for a person's rooms apart from their threads."""

        indexes = ((("user", "room"), True), (("room", "user"), False), (("user", "parent_id", "room"), False))


def is_room() -> Expression:
    """Query condition on `Membership`: it is of a room, which lists show, and not of a thread."""
    condition: Expression = Membership.parent_id.is_null()
    return condition


Membership.add_index(
    Membership.index(Membership.user, where=Membership.news_id.is_null(False), name="membership_unread_threads")
)


class Message(Table):
    """A message, or the tombstone of a deleted one, whose body is empty.

    `revision` is the room's revision at the last change of this row and `created_revision` that at its creation, so
    the changes since a revision are one range of an index.

    `html` is what the renderer of `html_version` has made of the body, None where nothing is formatted. `reply_to` is
    the id of the message of the same room that it answers; that is no foreign key, since rows of messages stay.
    `thread_id` is the thread below it, as long as there are replies: then it stays in sight even if it is deleted.

    A live message has a `kind`, and as its `state` an object of JSON; its body is what it says as plain text.
    `is_interrupted` says that whoever wrote it word by word has not finished it.
    """

    room_id: int
    room = ForeignKeyField(Room, index=False)
    author_id: int
    author = ForeignKeyField(User, index=False)
    body = TextField()
    html = TextField(null=True)
    html_version = IntegerField(default=0, constraints=[SQL("DEFAULT 0")])
    client_id = CharField(max_length=64, null=True)
    reply_to = BigIntegerField(null=True)
    created_at = BigIntegerField(default=now_ms)
    edited_at = BigIntegerField(null=True)
    deleted_at = BigIntegerField(null=True)
    revision = BigIntegerField()
    created_revision = BigIntegerField()
    thread_id = BigIntegerField(null=True)
    kind = CharField(max_length=20, default="", constraints=[SQL("DEFAULT ''")])
    state = TextField(null=True)
    is_interrupted = BooleanField(default=False, constraints=[SQL("DEFAULT false")])
    has_reactions = has_mentions = has_previews = has_files = has_pin = True
    """Not columns: false where a query, or whoever made the row, knows that there are none."""

    class Meta:
        """For paging and for counting what is unread, for catching up, and for sending twice without storing twice."""

        indexes = (
            (("room", "id", "author", "deleted_at"), False),
            (("room", "revision"), True),
            (("author", "client_id"), True),
        )


def has_link() -> Expression:
    """Query condition on `Message`: there is a web address in it, as an index knows of all that have one."""
    condition: Expression = fn.REPLACE(Message.body, SQL("'://'"), SQL("''")) != Message.body
    return condition


Message.add_index(
    Message.index(
        Message.room, Message.id, Message.author, Message.created_at, where=has_link(), name="message_with_link"
    )
)


class RunningText(Table):
    """The text so far of a message that is being written word by word: until it is finished, its `body` is empty.

    `said_at` is when something was stored last.
    """

    message_id: int
    message = ForeignKeyField(Message, unique=True, on_delete="CASCADE")
    text = TextField(default="")
    said_at = BigIntegerField(default=now_ms)


class MessageVersion(Table):
    """A text that a message had before an edit, since `written_at`; kept only where an administrator wants it."""

    message_id: int
    message = ForeignKeyField(Message, on_delete="CASCADE")
    body = TextField()
    written_at = BigIntegerField()


class Reaction(Table):
    """A user's reaction to a message, with an emoji."""

    message_id: int
    message = ForeignKeyField(Message, index=False, on_delete="CASCADE")
    user_id: int
    user = ForeignKeyField(User)
    emoji = CharField(max_length=16)

    class Meta:
        """Each user reacts with each emoji once; and for reading the reactions to a page's messages."""

        indexes = ((("message", "user", "emoji"), True),)


class Mention(Table):
    """Somebody is meant by a message, or everybody in its room: then there is no `user`.

    `places` are where in the text that is: `0:4 12:16` are the characters from 0 to 4 and from 12 to 16; there are none
    for whoever is meant because the message answers theirs. A deleted message has no mentions.
    """

    message_id: int
    message = ForeignKeyField(Message, index=False, on_delete="CASCADE")
    room_id: int
    room = ForeignKeyField(Room, index=False, on_delete="CASCADE")
    user_id: int | None
    user = ForeignKeyField(User, index=False, null=True, on_delete="CASCADE")
    places = TextField()

    class Meta:
        """Each person once in each message; and for counting those of a person in a room after a message."""

        indexes = ((("message", "user"), True), (("room", "user", "message"), False))


class Pin(Table):
    """A message that is pinned to a room: one of the room, or a reply in a thread of it; a deleted one is not."""

    room_id: int
    room = ForeignKeyField(Room, index=False, on_delete="CASCADE")
    message_id: int
    message = ForeignKeyField(Message, unique=True, on_delete="CASCADE")
    user_id: int
    user = ForeignKeyField(User, index=False, on_delete="CASCADE")
    created_at = BigIntegerField(default=now_ms)

    class Meta:
        """A room's pins, newest first by their `id`."""

        indexes = ((("room", "id"), False),)


class LinkPreview(Table):
    """What the page behind a web address says of itself, fetched once for all messages that link to it.

    Without a title there is nothing to show. `picture` is the digest of `image`, a small one. `due_at` is when it is to
    be fetched; who is about to fetch it puts that off, so that no other process does.
    """

    address = TextField()
    address_hash = CharField(max_length=64, unique=True)
    title = CharField(max_length=200, default="")
    description = CharField(max_length=300, default="")
    site = CharField(max_length=80, default="")
    picture = CharField(max_length=32, default="", index=True)
    image = BlobField(null=True)
    fetched_at = BigIntegerField(null=True)
    due_at = BigIntegerField(null=True, index=True)
    attempts = IntegerField(default=0)


class MessageLink(Table):
    """A message links to a page of which a preview is shown; its author may remove it, and so does deleting."""

    message_id: int
    message = ForeignKeyField(Message, index=False, on_delete="CASCADE")
    preview_id: int
    preview = ForeignKeyField(LinkPreview, on_delete="CASCADE")
    position = IntegerField()

    class Meta:
        """Each page once in each message."""

        indexes = ((("message", "preview"), True),)


class Blob(Table):
    """The bytes of a file, once for all files that have the same: `digest` is their SHA-256.

    `nonce` is a part of the name under which they are stored, another one each time that the same bytes are stored
    anew: so what is deleted is never what somebody else has stored in that moment. The rest is what a look at the
    bytes has found, which is the same for all files that have them.
    """

    digest = CharField(max_length=64, unique=True)
    nonce = CharField(max_length=8)
    size = BigIntegerField()
    type = CharField(max_length=100)
    width = IntegerField(null=True)
    height = IntegerField(null=True)
    is_animated = BooleanField(default=False, constraints=[SQL("DEFAULT false")])
    has_preview = BooleanField(default=False, constraints=[SQL("DEFAULT false")])
    excerpt = TextField(default="", constraints=[SQL("DEFAULT ''")])
    created_at = BigIntegerField(default=now_ms)


class File(Table):
    """A file that somebody has uploaded to a room: of a message, or not sent so far, and then there for nobody else.

    `alt` says in words what a picture shows, `position` where among its message's files it stands. For lists of what
    was sent in a room, `home_id` is that room, also of what was sent in its threads, and `is_picture` what kind it is.
    """

    blob_id: int
    blob = ForeignKeyField(Blob)
    owner_id: int
    owner = ForeignKeyField(User, index=False)
    room_id: int
    room = ForeignKeyField(Room, index=False, on_delete="CASCADE")
    message_id: int | None
    message = ForeignKeyField(Message, index=False, null=True, on_delete="CASCADE")
    position = IntegerField(default=0)
    name = CharField(max_length=255)
    alt = TextField(default="", constraints=[SQL("DEFAULT ''")])
    client_id = CharField(max_length=64, null=True)
    home_id = BigIntegerField(null=True)
    is_picture = BooleanField(default=False, constraints=[SQL("DEFAULT false")])
    created_at = BigIntegerField(default=now_ms)

    class Meta:
        """For a page's messages, for uploading twice without storing twice, for those never sent, and for lists."""

        indexes = (
            (("message", "position"), False),
            (("owner", "client_id"), True),
            (("room", "message"), False),
            (("home_id", "is_picture", "message", "id", "owner", "created_at"), False),
        )


class Uploaded(Table):
    """How many bytes somebody has uploaded, on one day (since 1970, UTC)."""

    user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
    day = IntegerField()
    size = BigIntegerField()


class SavedMessage(Table):
    """A message that somebody keeps for later; nobody else learns of it.

    `remind_at` is when they want to be reminded of it, if they do.
    """

    user = ForeignKeyField(User, index=False, on_delete="CASCADE")
    message_id: int
    message = ForeignKeyField(Message, on_delete="CASCADE")
    remind_at = BigIntegerField(null=True)

    class Meta:
        """Each message once of each person, and a person's list, newest first by its `id`."""

        indexes = ((("user", "message"), True),)


SavedMessage.add_index(
    SavedMessage.index(
        SavedMessage.remind_at, where=SavedMessage.remind_at.is_null(False), name="savedmessage_remind_at"
    )
)


class CompletedAction(Table):
    """An edit, a deletion or the like that was performed under a client id, so that repeating it does nothing.

    `action` is what was done to what, `result` what was returned: the `edited_at` of an edit.
    """

    user = ForeignKeyField(User, index=False, on_delete="CASCADE")
    client_id = CharField(max_length=64)
    action = CharField(max_length=40)
    result = BigIntegerField(null=True)
    created_at = BigIntegerField(default=now_ms, index=True)

    class Meta:
        """Each client id once of each person."""

        indexes = ((("user", "client_id"), True),)


class Session(Table):
    """A session: a logged-in browser; only the hash of its token is stored.

    `confirmed_at` is when the password was last entered, `is_kept` whether it survives closing the browser.
    """

    token_hash = CharField(max_length=64, unique=True)
    user_id: int
    user = ForeignKeyField(User, on_delete="CASCADE")
    device = CharField(max_length=80, default="")
    is_kept = BooleanField(default=False)
    created_at = BigIntegerField(default=now_ms)
    confirmed_at = BigIntegerField(default=now_ms)
    seen_at = BigIntegerField(default=now_ms)
    expires_at = BigIntegerField(index=True)


class Bot(Table):
    """An account of a program, whose `User.role` is "bot", and who has made it; nobody can log in with it."""

    user_id: int
    user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
    owner_id: int
    owner = ForeignKeyField(User, on_delete="CASCADE")
    created_at = BigIntegerField(default=now_ms)


class ApiToken(Table):
    """An API token; only its hash is stored.

    `scopes` are what it is good for, "read", "write" or both, `room_id` the only room that it sees, if there is one,
    and `expires_at` when it is no more, if ever.
    """

    token_hash = CharField(max_length=64, unique=True)
    user_id: int
    user = ForeignKeyField(User, on_delete="CASCADE")
    name = CharField(max_length=80)
    created_at = BigIntegerField(default=now_ms)
    used_at = BigIntegerField(null=True)
    scopes = CharField(max_length=40, default="read write", constraints=[SQL("DEFAULT 'read write'")])
    room_id = BigIntegerField(null=True)
    expires_at = BigIntegerField(null=True)


class IncomingHook(Table):
    """An address where a program posts to a room, as a bot of its own; only the hash of its token is stored.

    `may_tell_all` is whether what it posts may mean everybody in the room. Once it is revoked its row says still in
    which room the bot was, so that nobody else comes to know of it.
    """

    token_hash = CharField(max_length=64, unique=True)
    room_id: int
    room = ForeignKeyField(Room, on_delete="CASCADE")
    bot_id: int
    bot = ForeignKeyField(User, unique=True, on_delete="CASCADE")
    may_tell_all = BooleanField(default=False)
    created_at = BigIntegerField(default=now_ms)
    used_at = BigIntegerField(null=True)
    revoked_at = BigIntegerField(null=True)


class MessageGuise(Table):
    """The name and the sign, an emoji, under which a bot has posted a message; "" for its own."""

    message_id: int
    message = ForeignKeyField(Message, unique=True, on_delete="CASCADE")
    name = CharField(max_length=80)
    sign = CharField(max_length=32)


class OutgoingHook(Table):
    """An address that is told of messages of a room, as a bot that is in it.

    `listens_to` are the bot's "mentions", or "everything"; messages up to `since_id` are none of its business. `secret`
    signs what it is told. `failures` are the tries in a row that have failed: after too many it is disabled, because of
    `last_error`.
    """

    room_id: int
    room = ForeignKeyField(Room, on_delete="CASCADE")
    bot_id: int
    bot = ForeignKeyField(User, on_delete="CASCADE")
    maker_id: int
    maker = ForeignKeyField(User, index=False, on_delete="CASCADE")
    address = TextField()
    listens_to = CharField(max_length=10)
    secret = CharField(max_length=64)
    since_id = BigIntegerField(default=0)
    failures = IntegerField(default=0)
    last_error = CharField(max_length=200, default="")
    told_at = BigIntegerField(null=True)
    disabled_at = BigIntegerField(null=True)
    created_at = BigIntegerField(default=now_ms)


class QueuedCall(Table):
    """A message that an outgoing webhook is to be told of.

    `due_at` is when it may be tried; who is about to do it puts that off, so that no other process does, and notes it
    in `is_claimed`. Without `due_at` it is done, and kept so that it is not queued again.
    """

    hook_id: int
    hook = ForeignKeyField(OutgoingHook, index=False, on_delete="CASCADE")
    message_id: int
    message = ForeignKeyField(Message, on_delete="CASCADE")
    due_at = BigIntegerField(null=True, index=True)
    attempts = IntegerField(default=0)
    is_claimed = BooleanField(default=False)

    class Meta:
        """Each message once to each."""

        indexes = ((("hook", "message"), True),)


class Invite(Table):
    """An invite link; only the hash of its token is stored."""

    token_hash = CharField(max_length=64, unique=True)
    author = ForeignKeyField(User, on_delete="CASCADE")
    created_at = BigIntegerField(default=now_ms)
    expires_at = BigIntegerField()


class ResetLink(Table):
    """A password reset link; only the hash of its token is stored."""

    token_hash = CharField(max_length=64, unique=True)
    user = ForeignKeyField(User, on_delete="CASCADE")
    expires_at = BigIntegerField()


class NotificationSettings(Table):
    """How somebody wants to be told of what concerns them; whoever has no row has chosen nothing yet.

    `paused_until` is when a pause that they have begun is over. With a schedule they are told on `days` alone (of the
    ISO week, such as "12345"; "" for no schedule), from `begins` until `ends`, in minutes after midnight in their
    profile's time zone. `wants_replies` is whether an answer to a message of theirs is told as if it mentioned them.
    `looked_at` is when one of their pages said last that they look at it.
    """

    user_id: int
    user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
    paused_until = BigIntegerField(default=0)
    days = CharField(max_length=7, default="")
    begins = IntegerField(default=0)
    ends = IntegerField(default=0)
    wants_mail = BooleanField(default=True)
    wants_replies = BooleanField(default=True, constraints=[SQL("DEFAULT true")])
    looked_at = BigIntegerField(default=0)


class PushSubscription(Table):
    """A browser that is sent notifications while no page is open in it; it ends with its session."""

    user_id: int
    user = ForeignKeyField(User, on_delete="CASCADE")
    session_id: int
    session = ForeignKeyField(Session, on_delete="CASCADE")
    endpoint = TextField()
    endpoint_hash = CharField(max_length=64, unique=True)
    public_key = CharField(max_length=128)
    secret = CharField(max_length=64)
    created_at = BigIntegerField(default=now_ms)


class QueuedNotice(Table):
    """A message that somebody is to be told of, by one of their browsers or, without `subscription`, by mail.

    `due_at` is when it may be sent; who is about to send it puts that off, so that no other process does.
    """

    user_id: int
    user = ForeignKeyField(User, on_delete="CASCADE")
    message_id: int
    message = ForeignKeyField(Message, on_delete="CASCADE")
    subscription: Any = ForeignKeyField(PushSubscription, null=True, on_delete="CASCADE")
    due_at = BigIntegerField(index=True)
    attempts = IntegerField(default=0)


class Setting(Table):
    """Facts about this database, such as that it has demo content, and the administrators' settings."""

    name = CharField(max_length=80, unique=True)
    value = TextField()


class Block(Table):
    """Somebody does not want direct messages of a person; nobody else is told, not even that person."""

    user_id: int
    user = ForeignKeyField(User, index=False, on_delete="CASCADE")
    person_id: int
    person = ForeignKeyField(User, index=False, on_delete="CASCADE")
    created_at = BigIntegerField(default=now_ms)

    class Meta:
        """Each person once of each."""

        indexes = ((("user", "person"), True),)


class AuditEntry(Table):
    """What an administrator did: to whom or to which open room, and with which words, such as a new role."""

    created_at = BigIntegerField(default=now_ms)
    actor_id: int
    actor = ForeignKeyField(User, index=False, on_delete="CASCADE")
    action = CharField(max_length=32)
    person_id: int | None
    person = ForeignKeyField(User, null=True, index=False, on_delete="SET NULL")
    room_id: int | None
    room = ForeignKeyField(Room, null=True, index=False, on_delete="SET NULL")
    detail = TextField(default="")


class Imported(Table):
    """What of another chat's export has come: `local_id` is the id here of what `external` names there.

    `source` is the kind of export, and whose; `kind` is "person", "room" or "message".
    """

    source = CharField(max_length=80)
    kind = CharField(max_length=8)
    external = CharField(max_length=200)
    local_id = BigIntegerField()

    class Meta:
        """Each of them once: so that an import can be run again."""

        indexes = ((("source", "kind", "external"), True),)


class SearchPosting(Table):
    """Which messages of a block of ids have a word: `id` is the block and the word (`chat/search/postings.py`).

    `offsets` are their places in the block, two bytes each, in order.
    """

    offsets = BlobField()


class SearchWords(Table):
    """A block of messages: all their words, each on a line, and when they were written; `id` is the block and one.

    What comes first is read without the rest. `version` is another number after each change.
    """

    version = BigIntegerField()
    oldest = BigIntegerField()
    newest = BigIntegerField()
    dates = BlobField()
    words = TextField()


class SearchChange(Table):
    """The text of a message before it was changed or deleted, until the index has no more of it.

    Triggers write it (`chat/storage/triggers.py`), so that whoever changes a text need not know of the index.
    """

    message_id = BigIntegerField(index=True)
    body = TextField()


TABLES = (
    *(SearchPosting, SearchWords, SearchChange),  # first, as triggers on messages write to them
    *(User, Profile, Bot, Avatar, Room, Membership, Message, RunningText, MessageVersion, Reaction, Mention, Pin),
    *(SavedMessage, CompletedAction, Session, ApiToken, Invite, ResetLink),
    *(NotificationSettings, PushSubscription, QueuedNotice),
    *(OutgoingHook, QueuedCall),
    *(Setting, AuditEntry, Block, LinkPreview, MessageLink, Blob, File, Uploaded, Imported),
    *(IncomingHook, MessageGuise),
)
