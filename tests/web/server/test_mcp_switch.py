import httpx

from tests.browser.conftest import Server


def test_where_it_is_not_switched_on_there_is_no_such_address(direct: Server) -> None:
    for method in ("GET", "POST"):
        assert httpx.request(method, f"{direct.url}/mcp", headers={"Authorization": "Bearer x"}).status_code == 404
