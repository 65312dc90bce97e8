"""Commands on the command line: what is asked for is understood, or there is one line and exit code 2."""

from pathlib import Path

import pytest
from peewee import SqliteDatabase

from chat.config import BadCommandError, BadSettingError, read
from chat.config.subcommands import DOES, OPTIONS, BadSubcommandError, Subcommand, parse, usage
from chat.storage.schema import PendingMigrationsError, prepare
from tests.test_start import assert_one_clear_line, start


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("", Subcommand()),
        ("migrate", Subcommand("migrate")),
        ("backup b.db", Subcommand("backup", Path("b.db"))),
        ("restore b.db", Subcommand("restore", Path("b.db"))),
        ("restore b.db --force", Subcommand("restore", Path("b.db"), is_forced=True)),
        ("check", Subcommand("check")),
        ("check --repair", Subcommand("check", repairs=True)),
        ("restore --force b.db", Subcommand("restore", Path("b.db"), is_forced=True)),
        ("import e.zip --dry-run", Subcommand("import", Path("e.zip"), is_dry=True)),
        ("import e.zip --download-files", Subcommand("import", Path("e.zip"), fetches=True)),
        ("export --room a b.zip --room=b", Subcommand("export", Path("b.zip"), values={"--room": ("a", "b")})),
    ],
)
def test_what_there_is_to_do(words, order):
    assert parse(words.split()) == order


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["bakup"], 'unknown command "bakup" (did you mean backup?)'),
        (["8080"], 'unknown command "8080"'),
        ([""], 'unknown command ""'),
        (["--"], 'unknown command "--"'),
        (["backup"], "backup: name a FILE"),
        (["restore", ""], "restore: name a FILE"),
        (["restore", "--force"], "restore: name a FILE"),
        (["backup", "a", "b"], 'backup: unexpected argument "b"'),
        (["migrate", "now"], 'migrate: unexpected argument "now"'),
        (["migrate", "--force"], "--force goes with restore only"),
        (["check", "now"], 'check: unexpected argument "now"'),
        (["restore", "b", "--repair"], "--repair goes with check only"),
        (["--force"], "--force goes with restore only"),
        (["--force=yes", "restore", "b"], "--force takes no value"),
        (["export", "b", "--to"], "--to: DATE is missing"),
        (["export", "b", "--room", "--to", "x"], "--room: NAME is missing"),
        (["check", "--room", "x"], "--room goes with export only"),
    ],
)
def test_what_nobody_understands(words, complaint):
    with pytest.raises(BadSubcommandError) as raised:
        parse(words)
    assert str(raised.value) == complaint


@pytest.mark.parametrize("name", ["", *DOES])
def test_the_help_tells_commands_and_what_goes_with_each(name, capsys):
    with pytest.raises(SystemExit):
        read([*name.split(), "--help"])
    said = capsys.readouterr().out
    assert "--data-dir" in said
    for other, does in DOES.items():
        assert (does in said) == (name in ("", other))
    for option, of in OPTIONS.items():
        assert (of.does in said) == (of.of == name)
        assert (option in said) == (name in ("", of.of))


@pytest.mark.parametrize("argv", [["--port", "8090", "backup", "b"], ["backup", "--port=8090", "b"]])
def test_settings_stand_anywhere(argv, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    order, settings = read(argv)
    assert (order, settings.port) == (Subcommand("backup", Path("b")), 8090)


def test_a_setting_that_is_none_is_found_before_the_command_is_carried_out():
    with pytest.raises(BadSettingError, match="unknown option --fource"):
        read(["restore", "b", "--fource"])
    with pytest.raises(BadCommandError, match="unknown command"):
        read(["stop"])


@pytest.mark.drill
def test_the_program_says_so_in_one_line_and_ends_with_2():
    result = start("bakup", "x")
    assert_one_clear_line(result, "bakup", "usage: python main.py")
    assert result.returncode == 2


@pytest.mark.parametrize(
    ("started", "command"),
    [
        ("main.py", "python main.py"),
        ("/opt/venv/bin/streamchat", "streamchat"),
        ("dist/streamchat/streamchat.exe", "streamchat"),
        ("seed.py", "python main.py"),
    ],
)
def test_texts_name_commands_as_the_program_was_started(started, command, monkeypatch):
    monkeypatch.setattr("sys.argv", [started, "migrate"])
    assert usage().startswith(f"{command} [backup FILE |")
    database = SqliteDatabase(":memory:")
    database.execute_sql("CREATE TABLE user (id INTEGER)")
    with pytest.raises(PendingMigrationsError, match=f"run `{command} migrate` first"):
        prepare(database, migrates=False)
