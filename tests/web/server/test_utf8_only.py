import httpx
import pytest

from chat.web.server.utf8_only import is_utf8


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=utf-8",
        'multipart/form-data; boundary=x; charset="UTF-8"',
        "application/json;charset=utf8",
    ],
)
def test_utf8_is_read(content_type):
    assert is_utf8(content_type)


@pytest.mark.parametrize(
    "charset",
    ["punycode", "PUNYCODE", '"punycode"', "utf-7", "idna", "unicode_escape", "raw_unicode_escape", "utf-16", "", "x"],
)
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("name", ["charset=", "Charset =", "charset=utf-8; charset=", "charset*=utf-8''"])
def test_no_other_charset_is_read(kind, name, charset):
    assert not is_utf8(f"{kind}; {name}{charset}")


def test_nor_is_a_content_type_that_takes_long_to_read():
    assert not is_utf8('multipart/form-data; a="' + ";" * 60_000)


FORM = b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + b"x" * 58_000 + b"\r\n--b--\r\n"


@pytest.mark.parametrize("path", ["/login", "/logout", "/register", "/api/v1/rooms/1/messages"])
def test_it_is_refused_before_the_body_is_read(direct, path):
    kind = {"Content-Type": "multipart/form-data; boundary=b; charset=punycode"}
    answer = httpx.post(f"{direct.url}{path}", content=FORM, headers=kind)
    assert answer.status_code == 415
    assert "UTF-8" in answer.text


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-32-be"])
async def test_programs_send_json_as_utf8_too(charset):
    from starlette.requests import Request

    from chat.errors import Invalid
    from chat.web.api.request_bodies import read_json_body

    body = '{"body": "hello"}'.encode(charset)

    async def receive():
        return {"type": "http.request", "body": body, "more_body": False}

    scope = {"type": "http", "headers": [(b"content-type", b"application/json")]}
    with pytest.raises(Invalid, match="cannot be read as JSON"):
        await read_json_body(Request(scope, receive))
