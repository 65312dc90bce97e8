"""Export, check, backup and import as commands: what is not there is not made, and a refusal says why in one line."""

import pytest

from chat import operations
from chat.config import load
from chat.config.subcommands import Subcommand, parse
from chat.importing.reading import archives
from chat.storage.backup import OperationError
from chat.storage.database import UnusableDatabaseError, database
from models import Room, db
from tests.importing.exports import slack, write_zip


@pytest.fixture
def settings(tmp_path):
    """Those of a place that is not there."""
    yield load(["--data-dir", str(tmp_path / "wrong")])
    if db.obj:
        db.close()


@pytest.mark.parametrize("words", ["export {}/new.zip", "check", "check --repair", "backup {}/new.db"])
def test_a_database_that_is_not_there_is_not_made(settings, tmp_path, words):
    for _ in range(2):
        with pytest.raises(
            UnusableDatabaseError, match=r'^there is no database in ".*wrong": streamchat\.db is missing$'
        ):
            operations.run(parse(words.format(tmp_path).split()), settings)
        assert [path for path in tmp_path.rglob("*") if path != settings.data_dir] == []
        settings.data_dir.mkdir(exist_ok=True)


def test_an_import_makes_a_place_unless_it_is_refused_or_dry(settings, tmp_path, capsys):
    (tmp_path / "no.zip").write_text("no export")
    people = tmp_path / "people.csv"
    people.write_text("who,address\nU3,nobody\n")
    export = write_zip(tmp_path / "export.zip", slack())
    for file, map_file in ((tmp_path / "none.zip", None), (tmp_path / "no.zip", None), (export, people)):
        values = {"--map": (str(map_file),)} if map_file else {}
        with pytest.raises(OperationError, match=r"^import: .*(none\.zip|no export|--map: line 2: \"nobody\")"):
            operations.run(Subcommand("import", file, values=values), settings)
    assert operations.run(Subcommand("import", export, is_dry=True), settings)
    assert "6 messages" in capsys.readouterr().out
    assert not settings.data_dir.exists()
    assert operations.run(Subcommand("import", export), settings)
    database.open(settings.database_url)
    with db.connection_context():
        assert Room.select().where(Room.name == "general").exists()
    database.close()


def test_what_cannot_be_read_is_told(settings, tmp_path):
    whole = write_zip(tmp_path / "whole.zip", slack()).read_bytes()
    for content, said in (
        (whole[: len(whole) // 2], "the zip file is damaged or incomplete"),
        (b"", "the file is empty"),
        (b"Dear all", "this is no export of Slack, Mattermost, Zulip, Rocket.Chat or another StreamChat: see docs/imp"),
    ):
        (tmp_path / "file").write_bytes(content)
        with pytest.raises(OperationError, match=f"^import: {said}"):
            operations.run(Subcommand("import", tmp_path / "file"), settings)


def test_files_that_vanish_are_told_in_one_line(settings, tmp_path, monkeypatch):
    (tmp_path / "export").mkdir()
    monkeypatch.setattr(archives, "_files_in", lambda folder: [("a", folder / "a.json")])
    with pytest.raises(OperationError, match=r'^import: cannot read ".*/export/a.json": No such file or directory$'):
        operations.run(Subcommand("import", tmp_path / "export"), settings)
