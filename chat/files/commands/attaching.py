"""Parts of the commands of messages: files go with a message, and are deleted with it."""

from collections.abc import Collection, Sequence

from chat.errors import Invalid
from chat.files.commands.blobs import delete_files
from chat.files.limits import MAX_OF_MESSAGE
from chat.files.loading import file_item
from models import File, Message, Room, lock_for_update, row_id


def clean_file_ids(ids: object) -> tuple[int, ...]:
    """Return the ids of files that go with a message; raises `Invalid` for what is no list of some different ids."""
    if not isinstance(ids, list | tuple) or any(row_id(id_) == 0 for id_ in ids) or len(set(ids)) < len(ids):
        raise Invalid("These are no files.")
    if len(ids) > MAX_OF_MESSAGE:
        raise Invalid(f"A message can have at most {MAX_OF_MESSAGE} files.")
    return tuple(ids)


def attach_files(message: Message, author_id: int, room: Room, file_ids: Sequence[int]) -> None:
    """Give a new message its files: the author's own, of this room, and not sent so far; raises `Invalid`."""
    mine = (File.owner == author_id) & (File.room == room) & File.message.is_null()
    rows = lock_for_update(File.select().where(File.id.in_(list(file_ids)), mine).order_by(File.id))
    if len(rows) < len(file_ids):
        raise Invalid("A file is not there any more. Please remove it, and attach it again.")
    for row in rows:
        row.message, row.position = message, file_ids.index(row.id)
        row.home_id, row.is_picture = room.parent_id or room.id, file_item(row).kind == "picture"
        row.save(only=[File.message, File.position, File.home_id, File.is_picture])


def copy_files(message: Message, room: Room) -> list[int]:
    """Make files of the same bytes for a message in another room, which has them attached next; returns their ids."""
    rows = File.select().where(File.message == message).order_by(File.position)
    return [File.create(blob=row.blob_id, owner=row.owner_id, room=room, name=row.name, alt=row.alt).id for row in rows]


def delete_files_of(message_ids: Collection[int]) -> None:
    """Delete the files of messages that are deleted."""
    delete_files(list(File.select().where(File.message.in_(list(message_ids)))))
