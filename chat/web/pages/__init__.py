"""One file per route; `register` adds them all."""

from nicegui import app

from chat.errors import ChatError, NotSignedIn
from chat.web import auth
from chat.web.pages import (
    add_members,
    admin,
    archived,
    avatars,
    blocked,
    browse,
    files,
    first_start,
    frame,
    health,
    hooks,
    leave_room,
    link_previews,
    live_messages,
    login,
    manifest,
    members,
    message_lines,
    new_message,
    new_room,
    not_found,
    people,
    person,
    pins,
    problems,
    read_mark,
    reset,
    room_files,
    room_settings,
    rooms,
    saved,
    search,
    settings,
    status,
    threads,
    unsubscribe,
    versions,
)
from chat.web.pages import register as registration


def register(
    setup_code: str = "",
    send_link: reset.SendLink | None = None,
    public_url: str = "",
    push_key: str = "",
    send_claim: reset.SendLink | None = None,
) -> None:
    """Add all routes to the app; called once, by main.

    Args:
        setup_code: what the page that makes the first administrator asks for
        send_link: mails a link to an address, where mail can be sent
        public_url: the address at which people reach the app, where it is not the one they ask
        push_key: the public key by which browsers know who pushes notifications to them
        send_claim: as `send_link`, for the links by which people claim accounts that were imported
    """
    app.add_exception_handler(NotSignedIn, auth.show_login)
    app.add_exception_handler(ChatError, problems.show_problem)
    # First what is opened most: each route before it takes a look at the path.
    for page in (browse, archived, new_room, members, add_members, pins, room_files, room_settings, leave_room):
        page.register()  # before the rooms, whose route takes every path
    read_mark.register()
    rooms.register(public_url)
    for page in (health, login, manifest, not_found, frame):
        page.register()
    registration.register(setup_code)
    first_start.register(public_url)
    reset.register(send_link)
    for page in (status, unsubscribe, hooks, blocked):
        page.register()
    settings.register(push_key, has_mail=send_link is not None)
    for page in (avatars, link_previews):
        page.register()
    admin.register(public_url, send_claim)
    for page in (saved, search, threads, people, person, new_message, message_lines, live_messages, versions, files):
        page.register()
