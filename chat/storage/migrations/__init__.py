"""Changes to the tables since the first version, applied in order by `chat.storage.schema`."""
