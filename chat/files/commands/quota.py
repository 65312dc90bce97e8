"""How much a person uploads on a day: taken before a file comes, and given back as far as it was not needed.

So that several uploads at once, each within what is left, are together within it too.
"""

from dataclasses import dataclass

from chat.accounts import require_active
from chat.accounts.items import UserItem
from chat.errors import TooLarge
from chat.files.items import Allowance
from chat.files.limits import MEGABYTE, limits
from chat.files.queries import today
from models import Uploaded


@dataclass(frozen=True, slots=True)
class Reservation:
    """What somebody may upload now: `most` bytes at most, for which `taken` were taken, and what is said past them."""

    user_id: int
    day: int
    most: int
    taken: int
    refusal: str


def reserve(actor: UserItem, declared: int | None) -> Reservation:
    """Take what a file needs from the day's allowance, inside a change; raises `TooLarge`.

    Args:
        actor: who uploads
        declared: how many bytes the file has; without it, all that one may have is taken
    """
    row, day = require_active(actor), today()
    used = Uploaded.get_or_none(Uploaded.user == row) or Uploaded.create(user=row, day=day, size=0)
    if used.day != day:
        used.day, used.size = day, 0
    allowed = Allowance(limits.max_file, limits.max_daily - used.size)
    taken = allowed.most if declared is None else declared
    if taken > allowed.most or allowed.most == 0:
        raise TooLarge(refusal(allowed))
    used.size += taken
    used.save()
    return Reservation(row.id, day, allowed.most, taken, refusal(allowed))


def settle(reserved: Reservation, used: int) -> None:
    """Give back what was not used, inside a change."""
    mine = (Uploaded.user == reserved.user_id) & (Uploaded.day == reserved.day)
    Uploaded.update(size=Uploaded.size - (reserved.taken - used)).where(mine).execute()


def refusal(allowed: Allowance) -> str:
    """Return what is said of a file that is larger than it may be."""
    if allowed.left_today >= allowed.max_file:
        return f"The file is too large: at most {_megabytes(allowed.max_file)}."
    return f"You have uploaded a lot today: {_megabytes(max(0, allowed.left_today))} are left until tomorrow."


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.1f}".removesuffix(".0") + " MB"
