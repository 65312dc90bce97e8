"""What all streams of this process have sent since its start, as plain numbers for whoever wants to know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(slots=True)
class Traffic:
    """Numbers that only grow: counting must cost a broadcast next to nothing.

    Args:
        broadcasts: changes sent to at least one follower
        deliveries: the same, once for each follower
        bytes: of the HTML, or the keys, in these deliveries; names and numbers around them are about 60 more
        catch_ups: browsers that asked for what they had missed, and got that
        resets: browsers that asked and got a whole page anew
        operations: operations for one viewer
        operation_bytes: of the HTML in these
    """

    broadcasts: int = 0
    deliveries: int = 0
    bytes: int = 0
    catch_ups: int = 0
    resets: int = 0
    operations: int = 0
    operation_bytes: int = 0

    def count_operations(self, operations: Sequence[Sequence[Any]]) -> None:
        """Count operations for one viewer, as they are sent: a name, then rows or what has no HTML."""
        self.operations += len(operations)
        for name, *args in operations:
            if name in ("insert", "reset", "around"):
                self.operation_bytes += sum(len(html.encode()) for _, html in args[0])
            elif name == "part":
                self.operation_bytes += len(args[2].encode())


traffic = Traffic()
