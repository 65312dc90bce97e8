"""A room's messages as pages, each of a month or, in a busy one, of a part of it."""

import re
import time
from bisect import bisect_right
from collections.abc import Callable, Mapping

from markupsafe import Markup

from chat.exporting.pages.index import IndexedRoom, Month
from chat.exporting.pages.templates import render
from chat.files.items import PICTURES, FileItem
from chat.messages.items import MessageItem

MAX_MESSAGES, MAX_CHARACTERS = 1_000, 1_000_000
"""Of a page: browsers open it at once, and find what is on it."""

DAY = 24 * 3600 * 1000

TOGETHER = 5 * 60 * 1000
"""Within how many milliseconds messages of the same author stand under one name."""

PERSON = re.compile(r"(<a class=mention data-person=[0-9]+) href=/people/[0-9]+")
ROOM = re.compile(r"(<a class=room-link) href=/rooms/([0-9]+)")
"""As `messages.markdown` draws them; what people typed has no `<` that is not escaped."""


class RoomPages:
    """Draws a room's messages, in their order, and hands on page after page."""

    def __init__(
        self,
        room: IndexedRoom,
        folders: Mapping[int, str],
        path_of: Callable[[FileItem], str],
        add: Callable[[str, str], None],
        *,
        is_whole: bool,
    ) -> None:
        """Begin with the first.

        Args:
            room: the room
            folders: where the pages of all rooms are
            path_of: says where a file is in the zip
            add: is given the path of each page, and the page
            is_whole: whether replies stand below their message, and not among others by themselves
        """
        self._room, self._folders, self._path_of, self._add = room, folders, path_of, add
        self._is_whole = is_whole
        self._rows: list[Markup] = []
        self._size = 0
        self._first_ids: list[int] = []
        self._here: set[int] = set()
        self._last: tuple[MessageItem, int | None] | None = None
        self._day: int | None = None  # of the last heading
        self.months: list[Month] = []
        """The pages so far, with the one that is being drawn."""

    def add(self, item: MessageItem, root_id: int | None, address: str = "") -> None:
        """Draw a message, or a reply to one in its thread.

        Args:
            item: the message
            root_id: the message that it replies to in a thread, if it does
            address: where its time leads to, if not to itself
        """
        month = time.strftime("%Y-%m", time.gmtime(item.created_at / 1000))
        below = root_id if self._is_whole else None
        begins = not self.months or (below is None and month != self.months[-1].month)
        if begins or len(self._rows) >= MAX_MESSAGES or self._size >= MAX_CHARACTERS:
            self._turn(month if begins else self.months[-1].month, item.id)
        row = self._draw(item, root_id, below, address)
        self._here.add(item.id)
        self._rows.append(row)
        self._size += len(row)
        self._last = item, below

    def close(self) -> list[Month]:
        """Hand on the last page, and return them all."""
        if self.months:
            self._finish(None)
        return self.months

    def _turn(self, month: str, first_id: int) -> None:
        part = sum(page.month == month for page in self.months) + 1
        file = f"{month}.html" if part == 1 else f"{month}-{part}.html"
        if self.months:
            self._finish(file)
        self.months.append(Month(month, file, 0))
        self._first_ids.append(first_id)
        self._rows, self._size, self._here, self._last, self._day = [], 0, set(), None, None

    def _finish(self, following: str | None) -> None:
        page = Month(self.months[-1].month, self.months[-1].file, len(self._rows))
        before = self.months[-2].file if len(self.months) > 1 else None
        self.months[-1] = page
        around = {"before": before, "after": following, "root": "../../"}
        html = render("month.html", room=self._room, page=page, rows=self._rows, **around)
        self._add(f"{self._room.folder}/{page.file}", html)

    def _draw(self, item: MessageItem, root_id: int | None, below: int | None, address: str) -> Markup:
        last, last_below = self._last or (None, None)
        day = item.created_at // DAY
        is_other_day = day != self._day
        is_new_day = is_other_day and below is None
        self._day = day if is_new_day else self._day
        is_more = not is_new_day and last_below == below and _go_together(last, item)
        return render(
            "message.html",
            m=item,
            below=below,
            address=address,
            day=item.created_at if is_new_day else None,
            tells_day=is_other_day and below is not None and not is_more,
            is_more=is_more,
            is_orphan=root_id is not None and root_id not in self._here,
            above=self._place_of(root_id) if root_id else "",
            quoted=self._place_of(item.reply_to.id, root_id) if item.reply_to else "",
            text=self._localised(item.html),
            files=[(file, self._path_of(file), file.type in PICTURES) for file in item.files],
            root="../../",
        )

    def _place_of(self, id_: int, root_id: int | None = None) -> str:
        """Return where a message of this room, or of the thread below one of its, is; "" where that is not known."""
        if id_ in self._here:
            return f"#m{id_}"
        number = bisect_right(self._first_ids, id_) - 1
        is_known = self._is_whole and root_id is None and number >= 0
        return f"{self.months[number].file}#m{id_}" if is_known else ""

    def _localised(self, html: Markup) -> Markup:
        """Let names of rooms lead to their pages, as far as there are any, and names of people nowhere."""

        def link(found: re.Match[str]) -> str:
            folder = self._folders.get(int(found[2]))
            return f"{found[1]} href=../../{folder}/index.html" if folder else found[1]

        text = str(html)
        if "<a class=" not in text:
            return html
        return Markup(ROOM.sub(link, PERSON.sub(r"\1", text)))  # noqa: S704 (it was HTML before)


def _go_together(last: MessageItem | None, item: MessageItem) -> bool:
    if last is None or (last.author, last.guise) != (item.author, item.guise):
        return False
    if last.created_at // DAY != item.created_at // DAY:
        return False
    return item.created_at - last.created_at < TOGETHER
