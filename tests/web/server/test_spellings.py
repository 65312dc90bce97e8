"""Other ways to write the path of a file are no files: each would be packed and kept anew."""

import pytest

from chat.web.server.file_cache import FileCacheMiddleware


@pytest.mark.parametrize("path", ["/assets//app.css", "/assets/././app.css", "/assets/x/../app.css"])
async def test_a_file_has_one_address(path):
    asked, answers = [], []

    async def app(scope, receive, send):
        asked.append(scope["path"])

    async def send(message):
        answers.append(message)

    files = FileCacheMiddleware(app)
    await files({"type": "http", "method": "GET", "path": path, "headers": []}, None, send)
    assert (asked, answers[0]["status"]) == ([], 404)
    await files({"type": "http", "method": "GET", "path": "/assets/app.css", "headers": []}, None, send)
    assert asked == ["/assets/app.css"]
