"""Files that could not be had when their messages came: these link to them, until a later run has fetched them."""

from collections.abc import Mapping, Sequence

from chat import messages, rooms
from chat.files import add_file
from chat.importing.commands.incoming import Came
from chat.importing.items import FileRecord, MessageRecord, Report
from chat.importing.queries import MESSAGE, known_ids
from chat.importing.texts import links_to
from chat.messages.markdown import VERSION, has_markup
from chat.text import storable_text
from models import File, Message, lock_for_update


def linked_files(source: str, records: Sequence[MessageRecord]) -> set[FileRecord]:
    """Return the files that messages which have come before still link to, in their last lines."""
    having = {record.key: record for record in records if any(file.url for file in record.files)}
    ids = known_ids(source, MESSAGE, having)
    rows = {row.id: row for row in Message.select().where(Message.id.in_(list(ids.values())))}
    return {file for key, id_ in ids.items() if id_ in rows for file in _linked(rows[id_], having[key]).values()}


def give_files(source: str, records: Sequence[MessageRecord], came: Came) -> Report:
    """Give messages the files that have come, instead of the links to these."""
    report = Report()
    having = {record.key: record for record in records if any(file in came for file in record.files)}
    for key, id_ in known_ids(source, MESSAGE, having).items():
        message = lock_for_update(Message.select().where(Message.id == id_)).first()
        if message is not None:
            _give(message, _linked(message, having[key]), came, report)
    return report


def _linked(message: Message, record: MessageRecord) -> dict[str, FileRecord]:
    """Return the lines at the end of a message that link to files of it."""
    links = {storable_text(links_to([file])): file for file in record.files if file.url}
    found = dict[str, FileRecord]()
    for line in reversed(message.body.split("\n") if message.deleted_at is None else []):
        if line not in links:
            break
        found[line] = links[line]
    return found


def _give(message: Message, links: Mapping[str, FileRecord], came: Came, report: Report) -> None:
    """Replace links, which stand at the end: where somebody is mentioned before them stays right."""
    lines = message.body.split("\n")
    position = File.select().where(File.message == message).count()
    for line, file in reversed(list(links.items())):
        stored = came.get(file)
        if isinstance(stored, str):
            report.problem(f"a file could not be fetched, {stored}: its message links to it", file.name)
        elif file in came:
            report.count("files that a message had linked to")
        if isinstance(stored, dict):
            lines.remove(line)
            add_file(stored, message, file.name, position, file.alt)
            position += 1
    body = "\n".join(lines)
    if body != message.body:
        message.body, message.html, message.html_version = body, None, 0 if has_markup(body) else VERSION
        message.revision = messages.unchecked.next_revision(rooms.unchecked.locked_room(message.room_id))
        message.save(only=[Message.body, Message.html, Message.html_version, Message.revision])
