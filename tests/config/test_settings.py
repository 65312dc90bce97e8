import os
import stat
from ipaddress import ip_network
from pathlib import Path
from unittest.mock import Mock

import pytest

from chat.config import BadSettingError, Settings, load


@pytest.fixture(autouse=True)
def folder(monkeypatch, tmp_path):
    for name in list(os.environ):
        if name.upper().startswith("STREAMCHAT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def complaint(*argv):
    with pytest.raises(BadSettingError) as caught:
        load(argv)
    text = str(caught.value)
    assert text.isprintable()  # hence one line
    return text


def test_defaults(folder):
    settings = load([])
    assert settings.model_dump() == {
        "host": "127.0.0.1",
        "lan": False,
        "port": 8080,
        "data_dir": folder / "data",
        "database": None,
        "redis": None,
        "files": None,
        "max_file_mb": 50,
        "max_daily_mb": 1000,
        "demo": None,
        "demo_life": False,
        "link_previews": False,
        "public_url": None,
        "trusted_proxies": (),
        "smtp_url": None,
        "mail_from": None,
        "webhook_hosts": (),
        "mcp": False,
        "metrics_token": None,
        "drain_seconds": 0,
        "native": False,
        "log_level": "info",
        "log_format": "text",
    }
    assert settings.database_url == f"sqlite:///{folder}/data/streamchat.db"
    assert settings.wants_demo
    assert settings.is_loopback


def test_command_line_beats_environment_beats_dotenv_beats_default(monkeypatch):
    assert load([]).port == 8080
    Path(".env").write_text("STREAMCHAT_PORT=8081\n")
    assert load([]).port == 8081
    monkeypatch.setenv("STREAMCHAT_PORT", "8082")
    assert load([]).port == 8082
    assert load(["--port", "8083"]).port == 8083


OPTIONS = [
    ("host", "0.0.0.0", "0.0.0.0"),
    ("port", "1", 1),
    ("port", "65535", 65535),
    ("data_dir", "/srv/chat", Path("/srv/chat")),
    ("database", "sqlite:///chat.db", "sqlite:///chat.db"),
    ("database", "postgres://db/chat", "postgres://db/chat"),
    ("database", "postgresql://chat:pa%40ss@db:5432/chat", "postgresql://chat:pa%40ss@db:5432/chat"),
    ("redis", "redis://localhost:6379/0", "redis://localhost:6379/0"),
    ("redis", "rediss://localhost", "rediss://localhost"),
    ("public_url", "https://chat.example.org", "https://chat.example.org"),
    ("public_url", "HTTP://Chat.example.org:8080/", "http://chat.example.org:8080"),
    ("public_url", "http://[::1]:8080", "http://[::1]:8080"),
    ("public_url", "http://[0:0::0001]:8080", "http://[::1]:8080"),
    ("public_url", "https://chat.example.org:443/", "https://chat.example.org"),
    ("public_url", "http://chat.example.org:80", "http://chat.example.org"),
    ("public_url", "http://chat.example.org:443", "http://chat.example.org:443"),
    ("public_url", "https://Bücher.example", "https://xn--bcher-kva.example"),
    ("public_url", "https://例え.テスト:8443", "https://xn--r8jz45g.xn--zckzah:8443"),
    ("trusted_proxies", "127.0.0.1", (ip_network("127.0.0.1"),)),
    ("trusted_proxies", "10.1.0.0/16, ::1,", (ip_network("10.1.0.0/16"), ip_network("::1"))),
    ("smtp_url", "smtp://mail.example.org", "smtp://mail.example.org"),
    ("smtp_url", "smtps://chat:pa%40ss@[::1]:465", "smtps://chat:pa%40ss@[::1]:465"),
    ("mail_from", "chat@example.org", "chat@example.org"),
    ("mail_from", "StreamChat <chat@example.org>", "StreamChat <chat@example.org>"),
    ("drain_seconds", "30", 30),
    ("metrics_token", "0123456789abcdef", "0123456789abcdef"),
    ("log_level", "debug", "debug"),
    ("log_level", "WARNING", "warning"),
    ("log_format", "JSON", "json"),
]


@pytest.mark.parametrize(("name", "text", "value"), OPTIONS)
def test_an_option_and_its_variable_mean_the_same(monkeypatch, name, text, value):
    assert getattr(load(["--" + name.replace("_", "-"), text]), name) == value
    monkeypatch.setenv("STREAMCHAT_" + name.upper(), text)
    assert getattr(load([]), name) == value


@pytest.mark.parametrize("name", ["demo", "native"])
def test_flags_can_be_switched_on_and_off(monkeypatch, name):
    for text, value in [("1", True), ("yes", True), ("false", False), ("off", False)]:
        monkeypatch.setenv("STREAMCHAT_" + name.upper(), text)
        assert getattr(load([]), name) is value
    assert getattr(load([f"--{name}"]), name) is True
    assert getattr(load([f"--no-{name}"]), name) is False


@pytest.mark.parametrize(("argv", "wants_demo"), [([], True), (["--demo"], True), (["--no-demo"], False)])
def test_demo_content_is_wanted_unless_refused(argv, wants_demo):
    assert load(argv).wants_demo is wants_demo


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("LocalHost", True),
        ("127.0.0.1", True),
        ("127.8.9.10", True),
        ("::1", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.2", False),
        ("localhost.example.org", False),
        ("127.example.org", False),
    ],
)
def test_loopback(host, loopback):
    assert load(["--host", host]).is_loopback is loopback


def test_an_empty_variable_is_not_set(monkeypatch):
    Path(".env").write_text("STREAMCHAT_HOST=localhost\nSTREAMCHAT_REDIS=\n")
    monkeypatch.setenv("STREAMCHAT_HOST", "")
    monkeypatch.setenv("STREAMCHAT_PORT", "")
    settings = load([])
    assert (settings.host, settings.port, settings.redis) == ("localhost", 8080, None)


def test_variables_of_other_programs_are_left_alone(monkeypatch):
    Path(".env").write_text("HOST=example.org\nCOMPOSE_PROJECT_NAME=chat\n")
    monkeypatch.setenv("PORT", "1")
    assert load([]) == Settings()
    assert load([]).port == 8080


@pytest.mark.parametrize("path", ["chat", "./chat"])
def test_a_relative_data_dir_stays_where_the_app_was_started(monkeypatch, folder, path):
    settings = load(["--data-dir", path])
    monkeypatch.chdir("/")
    assert settings.data_dir == folder / "chat"
    assert settings.database_url == f"sqlite:///{folder}/chat/streamchat.db"


def test_a_data_dir_may_begin_with_the_home_folder(monkeypatch, folder):
    monkeypatch.setenv("HOME", str(folder))
    assert load(["--data-dir=~/chat"]).data_dir == folder / "chat"


BAD_VALUES = [
    ("host", ""),
    ("host", "http://localhost"),
    ("host", "127.0.0.1:8080"),
    ("host", "two words"),
    ("host", "two\nlines"),
    ("port", ""),
    ("port", "0"),
    ("port", "-1"),
    ("port", "65536"),
    ("port", "http"),
    ("data_dir", " "),
    ("data_dir", "~nobody-of-this-name/chat"),
    ("database", "chat.db"),
    ("database", "sqlite:///"),
    ("database", "sqlite://chat.db"),
    ("database", "mysql://db/chat"),
    ("database", "postgresql://db:99999/chat"),
    ("redis", "localhost:6379"),
    ("redis", "http://localhost"),
    ("redis", "redis://localhost:port"),
    ("redis", "redis://localhost/zero"),
    ("redis", "redis:///0"),
    ("public_url", "chat.example.org"),
    ("public_url", "ftp://chat.example.org"),
    ("public_url", "https://"),
    ("public_url", "https://chat.example.org/chat"),
    ("public_url", "https://chat.example.org?"),
    ("public_url", "https://chat.example.org:99999"),
    ("public_url", "https://chat.example.org:0"),
    ("public_url", "https://chat.example.org//"),
    ("public_url", "https://chat.example.org/#chat"),
    ("public_url", "https://chat.example.org, https://other.example"),
    ("public_url", "https://[::1"),
    ("public_url", "https://b\u00fccher..example"),
    ("public_url", "https://chat.example.org\n"),
    ("smtp_url", ""),
    ("smtp_url", "mail.example.org"),
    ("smtp_url", "http://mail.example.org"),
    ("smtp_url", "smtp://"),
    ("smtp_url", "smtp://mail.example.org:0"),
    ("smtp_url", "smtp://mail.example.org/path"),
    ("smtp_url", "smtp://mail.example.org\n"),
    ("mail_from", ""),
    ("mail_from", "chat"),
    ("mail_from", "one two"),
    ("mail_from", "chat example.org"),
    ("drain_seconds", "-1"),
    ("drain_seconds", "3601"),
    ("metrics_token", ""),
    ("metrics_token", "short"),
    ("metrics_token", "two words of a long token"),
    ("log_level", "loud"),
    ("log_format", "yaml"),
]


@pytest.mark.parametrize(("name", "value"), BAD_VALUES)
def test_a_bad_value_gets_one_line_that_names_its_option_or_variable(monkeypatch, name, value):
    option, variable = "--" + name.replace("_", "-"), "STREAMCHAT_" + name.upper()
    quoted = f'"{value}" is not '.replace("\n", "\\n")
    assert complaint(f"{option}={value}").startswith(f"{option}: {quoted}")
    if value:
        Path(".env").write_text(f'{variable}="{value}"\n')
        assert complaint().startswith(f"{variable} in .env: {quoted}")
        monkeypatch.setenv(variable, value)
        assert complaint().startswith(f"{variable}: {quoted}")


@pytest.mark.parametrize(
    ("argv", "text"),
    [
        (["--port", "99999"], '--port: "99999" is not between 1 and 65535'),
        (["--log-level", "loud"], '--log-level: "loud" is not debug, info, warning or error'),
        (["--port"], "--port: expected one argument"),
        (["--demo=no"], "--demo/--no-demo: takes no value: 'no'"),
        (["--prot", "1"], "unknown option --prot (did you mean --port?)"),
        (["--por=1"], "unknown option --por (did you mean --port?)"),
        (["--no-demos"], "unknown option --no-demos (did you mean --no-demo?)"),
        (["--xyzzy"], "unknown option --xyzzy"),
        (["-p", "1"], "unknown option -p"),
        (["--two\nlines"], "unknown option --two\\nlines"),
        (["8080"], 'unexpected argument "8080"'),
        (["--", "8080"], 'unexpected argument "--"'),
        ([""], 'unexpected argument ""'),
    ],
)
def test_complaints_about_the_command_line(argv, text):
    assert complaint(*argv) == text


@pytest.mark.parametrize("name", ["demo", "native"])
def test_a_flag_in_the_environment_is_yes_or_no(monkeypatch, name):
    variable = "STREAMCHAT_" + name.upper()
    monkeypatch.setenv(variable, "maybe")
    assert complaint() == f'{variable}: "maybe" is not yes or no'
    assert getattr(load([f"--{name}"]), name) is True


def test_an_unknown_variable_is_refused(monkeypatch):
    Path(".env").write_text("STREAMCHAT_XYZZY=1\n")
    assert complaint() == "unknown setting STREAMCHAT_XYZZY in .env"
    Path(".env").unlink()
    monkeypatch.setenv("STREAMCHAT_PROT", "1")
    assert complaint() == "unknown setting STREAMCHAT_PROT (did you mean STREAMCHAT_PORT?)"


def test_an_unreadable_dotenv_is_refused():
    Path(".env").write_bytes(b"STREAMCHAT_HOST=\xff\n")
    assert complaint().startswith("cannot read .env: ")


@pytest.mark.parametrize("option", ["database", "redis", "smtp-url"])
def test_passwords_are_not_repeated(option):
    assert complaint(f"--{option}=mysql://chat:sec/ret@db/chat").startswith(f'--{option}: "mysql://…@db/chat" is not ')
    good = {
        "database": "postgresql://chat:secret@db/chat",
        "redis": "redis://:secret@cache/0",
        "smtp-url": "smtp://chat:secret@mail",
    }[option]
    assert "secret" not in repr(load([f"--{option}", good]))


@pytest.mark.parametrize("sender", ["a@b.de, c@d.de", "chat@example.org\nBcc: all@example.org", "a@b@c"])
def test_mail_comes_from_one_address(sender):
    assert complaint(f"--mail-from={sender}").endswith(" is not like StreamChat <chat@example.org>")


def test_mail_comes_from_the_place_itself_unless_told_otherwise():
    assert load([]).sender == "StreamChat <streamchat@127.0.0.1>"
    assert load(["--public-url", "https://chat.example.org"]).sender == "StreamChat <streamchat@chat.example.org>"
    assert load(["--mail-from", "chat@example.org"]).sender == "chat@example.org"


def test_help_is_complete(monkeypatch, capsys):
    monkeypatch.setenv("STREAMCHAT_PORT", "bad values do not keep anyone from reading the help")
    with pytest.raises(SystemExit) as caught:
        load(["--help"])
    assert caught.value.code == 0
    text = capsys.readouterr().out
    for name, field in Settings.model_fields.items():
        option = "--" + name.replace("_", "-")
        entry = text.partition(f"\n  {option}")[2].partition("\n  --")[0]
        assert field.description.split("\n")[0] in entry
        assert "(default: " in entry
        assert f"STREAMCHAT_{name.upper()}" in entry.split()
    assert "--demo, --no-demo" in text
    assert "--native, --no-native" in text


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        load([]).port = 1


def test_the_data_dir_is_made_for_its_owner_only(folder):
    settings = load(["--data-dir", "srv/chat"])
    settings.prepare_data_dir()
    for made in (folder / "srv", folder / "srv/chat"):
        assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert list(settings.data_dir.iterdir()) == []


@pytest.mark.parametrize("mode", [0o755, 0o777, 0o750, 0o700])
def test_a_data_dir_that_exists_becomes_its_owners_alone(folder, mode):
    data = folder / "data"
    data.mkdir()
    for name in ("streamchat.db", "streamchat.db-wal", "streamchat.db-shm", "window.json"):
        (data / name).touch()
        (data / name).chmod(0o644)
    data.chmod(mode)
    load([]).prepare_data_dir()
    assert {stat.S_IMODE(path.stat().st_mode) for path in data.iterdir()} == {0o600}
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


def test_of_a_folder_with_other_things_in_it_only_our_files_are_closed_to_others(folder):
    home = folder / "home"
    home.mkdir()
    for name in ("streamchat.db", "streamchat.db-wal", "letter.txt"):
        (home / name).touch()
        (home / name).chmod(0o644)
    home.chmod(0o755)
    load(["--data-dir", "home"]).prepare_data_dir()
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (home, *home.iterdir())}
    assert modes == {"home": 0o755, "letter.txt": 0o644, "streamchat.db": 0o600, "streamchat.db-wal": 0o600}


def test_a_folder_for_everybodys_temporary_files_is_left_as_it_is(folder):
    (folder / "tmp").mkdir()
    (folder / "tmp").chmod(0o1777)
    load(["--data-dir", "tmp"]).prepare_data_dir()
    assert stat.S_IMODE((folder / "tmp").stat().st_mode) == 0o1777


def test_what_cannot_be_closed_to_others_is_said(folder, monkeypatch, caplog):
    (folder / "data").mkdir()
    (folder / "data").chmod(0o755)
    monkeypatch.setattr(Path, "chmod", Mock(side_effect=PermissionError(1, "Operation not permitted")))
    load([]).prepare_data_dir()
    assert caplog.messages == [f'others on this machine can read "{folder}/data": Operation not permitted']


@pytest.mark.parametrize(
    ("path", "reason"),
    [("file", "Not a directory"), ("file/chat", "Not a directory"), ("/proc/x", "No such file or directory")],
)
def test_a_data_dir_that_cannot_be_written_to_is_refused(folder, path, reason):
    (folder / "file").touch()
    with pytest.raises(BadSettingError) as caught:
        load(["--data-dir", path]).prepare_data_dir()
    assert str(caught.value) == f'--data-dir: cannot write to "{folder / path}": {reason}'


@pytest.mark.parametrize("name", ["what?", "c#", "two\nlines"])
def test_a_data_dir_that_a_database_url_cannot_name_needs_another_database(folder, name):
    with pytest.raises(BadSettingError, match=r'^--data-dir: ".*" has a character that a database URL cannot have$'):
        load(["--data-dir", name]).prepare_data_dir()
    load(["--data-dir", name, "--database", "sqlite:///chat.db"]).prepare_data_dir()
    assert (folder / name).is_dir()
