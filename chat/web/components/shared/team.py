"""The team's name and logo, as every page shows them."""

from chat.accounts.items import TeamItem


class Team:
    """The team as this process knows it: kept, so that no page has to ask for it."""

    def __init__(self) -> None:
        self.item = TeamItem()


team = Team()
