"""What all streams of this process have sent since its start, as plain numbers for whoever wants to know."""

from dataclasses import dataclass


@dataclass(slots=True)
class Traffic:
    """Numbers that only grow: counting must cost a broadcast next to nothing.

    Args:
        broadcasts: changes sent to at least one follower
        deliveries: the same, once for each follower
        bytes: of the HTML, or the keys, in these deliveries; names and numbers around them are about 60 more
        catch_ups: browsers that asked for what they had missed, and got that
        resets: browsers that asked and got a whole page anew
    """

    broadcasts: int = 0
    deliveries: int = 0
    bytes: int = 0
    catch_ups: int = 0
    resets: int = 0


traffic = Traffic()
