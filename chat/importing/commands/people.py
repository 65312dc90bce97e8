"""People of an export: those who have an account here keep it, all others get one that waits for being claimed."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from chat.accounts import BOT, FORMER, NO_ADDRESS, UNCLAIMED, zone_names
from chat.errors import Invalid
from chat.importing.commands.noting import note_imported
from chat.importing.items import PersonRecord, Report, printable
from chat.importing.queries import PERSON, known_ids
from chat.importing.reading import UnusableExportError
from chat.storage.name_keys import distinct_names, name_key
from chat.text import MAX_NAME, clean_email, clean_name, shortened_line
from models import Profile, User, now_ms

MAX_TITLE = 100

NAMES_OF_ADDRESSES = ("address", "mail", "adresse", "correo", "dirección")
"""Words of which one is in the heading of a column of addresses."""


def read_map(path: Path) -> dict[str, str]:
    """Return the addresses of a map of people: a CSV file with an id, name or address there, and the address here."""
    found = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            for number, row in enumerate(csv.reader(file), start=1):
                if not row or (number == 1 and _is_heading(row)):
                    continue
                if len(row) < 2:
                    raise UnusableExportError(
                        f"--map: line {number} needs two columns: who it is there, and an address"
                    )
                found[row[0].strip().lower()] = _mapped(row[1], number)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnusableExportError(f"--map: cannot use {str(path)!r}: {error}") from error
    return found


def _is_heading(row: Sequence[str]) -> bool:
    """Whether a line names the columns; one with an address that is none is a mistake."""
    return len(row) > 1 and "@" not in "".join(row) and any(word in row[1].lower() for word in NAMES_OF_ADDRESSES)


def _mapped(address: str, line: int) -> str:
    try:
        return clean_email(address)
    except Invalid:
        raise UnusableExportError(f'--map: line {line}: "{printable(address)}" is no email address') from None


def write_people(
    source: str, people: Iterable[PersonRecord], addresses: Mapping[str, str]
) -> tuple[dict[str, int], Report]:
    """Store people, and return their ids here by their keys there."""
    report, records = Report(), {record.key: record for record in people}
    for name in sorted(addresses.keys() - {name.lower() for record in records.values() for name in _names(record)}):
        report.problem("a line of --map is of nobody in the export", name)
    known = known_ids(source, PERSON, records)
    known = {key: id_ for key, id_ in known.items() if User.select().where(User.id == id_).exists()}
    emails = {row.email: row for row in User.select(User.id, User.name, User.email)}
    used = {name_key(row.name) for row in emails.values()} | {name_key(FORMER)}
    new: dict[str, int] = {}
    for key, record in records.items():
        if key in known:
            report.count("people who had come before")
            continue
        if record.deleted_at:
            new[key] = _create_former(record)
            report.count("people whose accounts were deleted")
            continue
        email = _address(record, addresses, report)
        there = emails.get(email) if email else None
        if there is None:
            there = _create(source, record, email, used)
            emails[there.email] = there
            report.count("people")
            address = email or ("a bot" if record.is_bot else "no address: an administrator gives one")
            report.people.append(f"{record.name or key} ({key}) → new: {there.name}, {address}")
        else:
            report.count("people who have an account here")
            report.people.append(f"{record.name or key} ({key}) → {there.name}, {email}")
        new[key] = there.id
    note_imported(source, PERSON, {key: id_ for key, id_ in new.items() if key not in known})
    return known | new, report


def _names(record: PersonRecord) -> tuple[str, ...]:
    return record.key, *record.aliases, record.email


def _address(record: PersonRecord, addresses: Mapping[str, str], report: Report) -> str:
    """Return whom somebody is: by the map, by their address there, or by none."""
    for name in _names(record):
        if mapped := addresses.get(name.lower()):
            return mapped
    if record.email:
        try:
            return clean_email(record.email)
        except Invalid:
            report.problem("an address of somebody cannot be one", f"{record.name}: {record.email}")
    return ""


def _create(source: str, record: PersonRecord, email: str, used: set[str]) -> User:
    name = shortened_line(record.name or f"Unknown {record.key}", MAX_NAME - 6)
    try:
        clean_name(name)
    except Invalid:
        name = shortened_line(f"Unknown {record.key}", MAX_NAME - 6)
    name, key = next(distinct_names([name], used))
    now, is_bot = now_ms(), record.is_bot and not email  # a map may say that it is somebody's
    row = User.create(
        name=name,
        name_key=key,
        email=email or _nowhere(source, record.key),
        password_hash="-" if is_bot else UNCLAIMED,
        created_at=min(record.created_at or now, now),
        deactivated_at=now,
        role=BOT if is_bot else "administrator" if record.is_administrator else "member",
    )
    zone = record.zone if record.zone in zone_names() else ""
    if record.title or zone:
        Profile.create(user=row, title=shortened_line(record.title, MAX_TITLE), zone=zone)
    return row


def _create_former(record: PersonRecord) -> int:
    """Make the account of somebody who has left: nothing but a name that all of these have."""
    row = User.create(name=FORMER, name_key=None, email=f"former-{token_hex(8)}", password_hash="-")  # noqa: S106
    row.email, row.deleted_at = f"former-{row.id}", record.deleted_at
    row.created_at = min(record.created_at or row.created_at, row.created_at)
    row.save()
    return int(row.id)


def _nowhere(source: str, key: str) -> str:
    return sha256(f"{source} {key}".encode(errors="replace")).hexdigest()[:24] + NO_ADDRESS
