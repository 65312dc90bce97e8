"""The address at which people and programs reach the app, for links that they hand on."""

from starlette.requests import HTTPConnection


def own_address(connection: HTTPConnection) -> str:
    """Return the public address where there is one, otherwise the one that was asked."""
    state = connection.scope.get("state", {})
    return state.get("public_origin") or f"{connection.url.scheme}://{connection.url.netloc}"
