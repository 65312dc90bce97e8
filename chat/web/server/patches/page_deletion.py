"""Deletes a page that may still have a browser.

Why: NiceGUI deletes a page itself some time after its last socket has gone; if it was deleted before, that fails.
Read in: nicegui 3.18.0
Without it: a `KeyError` in the log a minute after each page that was ended
Can go when: `Client.delete` can be called twice
"""

from nicegui import Client


def delete_page(client: Client) -> None:
    """Delete a page for good: nothing is left to do when its sockets go."""
    client.delete()
    client._socket_to_document_id.clear()
    for task in client._delete_tasks.values():
        task.cancel()
