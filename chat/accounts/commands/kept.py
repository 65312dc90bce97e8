"""Writing the settings table."""

from models import Setting


def keep(name: str, value: str) -> None:
    """Keep a setting, inside a transaction; an empty one is forgotten."""
    if value:
        Setting.insert(name=name, value=value).on_conflict(
            conflict_target=[Setting.name], update={Setting.value: value}
        ).execute()
    else:
        Setting.delete().where(Setting.name == name).execute()
