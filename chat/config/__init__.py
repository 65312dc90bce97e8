"""The program's options: from the command line, the environment and `.env`."""

from chat.config.settings import BadCommandError, BadSettingError, Settings, load, read

__all__ = ["BadCommandError", "BadSettingError", "Settings", "load", "read"]
