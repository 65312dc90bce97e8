"""Files: uploading them, what is known of them, who may have them, and how much one may upload.

Commands and queries take the actor first and return nothing that the actor may not see. `attach_files`, `change_alt`,
`delete_files_of`, `files_of` and `names_of` are parts of the commands and queries of messages, which have checked that.
Code outside this package imports it, or `.items`.
"""

from chat.files import unchecked
from chat.files.checking import check_database, check_files
from chat.files.commands.attaching import attach_files, clean_file_ids, copy_files, delete_files_of
from chat.files.commands.describing import change_alt, clean_alt
from chat.files.commands.drawing_later import MissingPictures
from chat.files.commands.forgetting import forget_unsent_files
from chat.files.commands.importing import StoredBytes, add_file, store_bytes
from chat.files.commands.uploads import Source, remove_file, upload_file
from chat.files.limits import MAX_ALT, MAX_OF_MESSAGE, set_limits
from chat.files.loading import files_of, names_of
from chat.files.queries import allowance, file_to_serve
from chat.files.shared import shared_files, sharers

__all__ = [
    "MAX_ALT",
    "MAX_OF_MESSAGE",
    "MissingPictures",
    "Source",
    "StoredBytes",
    "add_file",
    "allowance",
    "attach_files",
    "change_alt",
    "check_database",
    "check_files",
    "clean_alt",
    "clean_file_ids",
    "copy_files",
    "delete_files_of",
    "file_to_serve",
    "files_of",
    "forget_unsent_files",
    "names_of",
    "remove_file",
    "set_limits",
    "shared_files",
    "sharers",
    "store_bytes",
    "unchecked",
    "upload_file",
]
