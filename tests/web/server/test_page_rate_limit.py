import pytest

from chat.web.server import limits
from chat.web.server.page_rate_limit import PageRateLimitMiddleware, limit_for


@pytest.mark.parametrize(
    ("method", "path", "limit"),
    [
        ("GET", "/", limits.PAGES),
        ("HEAD", "/login", limits.PAGES),
        ("GET", "/nowhere", limits.PAGES),
        ("POST", "/login", limits.POSTS),
        ("POST", "/logout", limits.POSTS),
        ("POST", "/nowhere", limits.POSTS),
        ("PUT", "/healthz", limits.POSTS),
        ("OPTIONS", "/", limits.POSTS),
        ("NONSENSE", "/assets/icon.svg", limits.POSTS),
        ("GET", "/healthz", limits.PROBES),
        ("GET", "/metrics", limits.PROBES),
        ("GET", "/assets/icon.svg", limits.FILES),
        ("GET", "/_nicegui/3/static/vue.js", limits.FILES),
        ("GET", "/messages/lines", limits.FILES),
        ("GET", "/messages/pressed", limits.FILES),
        ("GET", "/api/v1/rooms", limits.API_ADDRESS),
        ("DELETE", "/api/v1/messages/1", limits.API_ADDRESS),
        ("POST", "/mcp", limits.API_ADDRESS),
    ],
)
def test_every_request_counts_for_its_address(method, path, limit):
    assert limit_for(method, path) is limit


@pytest.fixture(autouse=True)
def afresh():
    yield
    for throttle in limits.ALL:
        throttle.forget()


async def ask(method, path, times):
    """Ask for a path so many times, and return the statuses, each once."""
    statuses = {}

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200})

    async def send(message):
        if message["type"] == "http.response.start":
            statuses[message["status"]] = dict(message.get("headers", ()))

    async def receive():
        raise AssertionError("nobody has to read the body")

    scope = {"type": "http", "method": method, "path": path, "headers": [], "client": ("192.0.2.1", 1)}
    for _ in range(times):
        await PageRateLimitMiddleware(app)(scope, receive, send)
    return statuses


@pytest.mark.parametrize(("method", "path"), [("POST", "/logout"), ("GET", "/healthz"), ("GET", "/nowhere")])
async def test_who_asks_too_often_is_refused_and_has_to_connect_anew(method, path):
    statuses = await ask(method, path, 150)
    assert set(statuses) == {200, 429}
    assert statuses[429][b"connection"] == b"close"


async def test_fifty_people_behind_one_address_get_the_files_of_their_first_visit():
    assert set(await ask("GET", "/assets/icon.svg", 50 * 60)) == {200}


async def test_a_token_that_is_wrong_counts_for_the_address(visitor):
    statuses = set()
    for number in range(60):
        answer = await visitor.http_client.get("/api/v1/rooms", headers={"Authorization": f"Bearer {number}"})
        statuses.add(answer.status_code)
    assert statuses == {401, 429}


async def test_so_does_that_of_metrics(visitor):
    statuses = set()
    for _ in range(60):
        headers = {"Authorization": "Bearer wrong", "X-Forwarded-For": "192.0.2.1"}
        statuses.add((await visitor.http_client.get("/metrics", headers=headers)).status_code)
    assert statuses == {404, 429}
