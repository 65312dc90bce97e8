"""Files by the pages' own routes: by cookie, from here only, and answered in JSON."""

from nicegui.testing import User as Visitor

from chat.files.limits import MEGABYTE
from models import File, Message, db
from tests.page_client import log_in

SENDING = {"file": ('a "b".txt', b"hello", "text/plain")}
CSP = "content-security-policy"


async def test_a_file_is_uploaded_served_and_removed(visitor: Visitor) -> None:
    await log_in(visitor)
    client = visitor.http_client
    allowed = (await client.get("/files/allowance")).json()
    assert allowed == {"max_file": 50 * MEGABYTE, "left_today": 1000 * MEGABYTE}
    sent = await client.post("/rooms/1/files?client_id=client-id-1", files=SENDING)
    again = await client.post("/rooms/1/files?client_id=client-id-1", files=SENDING)
    assert (sent.status_code, again.status_code, sent.json()) == (201, 200, again.json())
    assert sent.json()["name"] == 'a "b".txt'
    url = sent.json()["url"]
    headers = {"Range": "bytes=1-3", "Accept-Encoding": "gzip"}
    part = await client.get(url, headers=headers)
    assert (part.status_code, part.content, part.headers["content-range"]) == (206, b"ell", "bytes 1-3/5")
    assert "content-encoding" not in part.headers
    assert "sandbox" in part.headers[CSP]
    assert (await client.get(f"{url}?download")).headers["content-disposition"].startswith("attachment")
    assert (await client.get(f"{url}?preview=1")).status_code == 404
    assert (await client.delete(f"/files/{sent.json()['id']}")).status_code == 204
    assert (await client.get(url)).status_code == 404


async def test_a_file_is_there_for_whoever_is_logged_in_and_sees_its_room(visitor: Visitor) -> None:
    await log_in(visitor)
    client = visitor.http_client
    file = (await client.post("/rooms/1/files", files=SENDING)).json()
    await log_in(visitor, email="blake@streamchat.io")
    assert (await client.get(file["url"])).status_code == 404
    assert (await client.delete(f"/files/{file['id']}")).status_code == 204
    with db.connection_context():
        message = Message.select().where(Message.room == 1).order_by(Message.id.desc()).get()
        File.update(message=message).where(File.id == file["id"]).execute()
    assert (await client.get(file["url"])).content == b"hello"
    client.cookies.clear()
    assert (await client.get(file["url"])).status_code == 404


async def test_what_is_refused_is_said_in_json(visitor: Visitor) -> None:
    client = visitor.http_client
    assert (await client.post("/rooms/1/files", files=SENDING)).json()["error"]["code"] == "not_signed_in"
    await log_in(visitor)
    elsewhere = await client.post("/rooms/1/files", files=SENDING, headers={"Origin": "https://evil.example"})
    assert (elsewhere.status_code, elsewhere.json()["error"]["code"]) == (403, "forbidden")
    foreign = await client.delete("/files/1", headers={"Sec-Fetch-Site": "cross-site"})
    assert foreign.status_code == 403
    for room in ("999", "x", "0"):
        assert (await client.post(f"/rooms/{room}/files", files=SENDING)).json()["error"]["code"] == "not_found"
    large = await client.post(
        "/rooms/1/files",
        content=b"",
        headers={"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(51 * MEGABYTE)},
    )
    assert large.status_code == 413
    assert large.json()["error"]["message"] == "The file is too large: at most 50 MB."
