"""Files in the rows of messages."""

import io
from html.parser import HTMLParser

import pytest
from PIL import Image

from chat.files.items import FileItem
from chat.files.looking.drawing import draw
from chat.web.components.attachments.arranging import ending, file_size, said_of, shown_size
from chat.web.components.shared.templates import render


def file(**values):
    return FileItem(**{"id": 7, "name": "a.bin", "type": "application/zip", "size": 1, "digest": "x"} | values)


def picture(**values):
    return file(
        **{"name": "cat.jpg", "type": "image/jpeg", "width": 1600, "height": 1200, "has_preview": True} | values
    )


class Elements(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))

    def all(self, tag):
        return [attributes for name, attributes in self.found if name == tag]


def drawn(*files):
    return Elements(render("attachments/attachments.html", files=files))


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1 KB"),
        (1536, "1.5 KB"),
        (10_240, "10 KB"),
        (50 * 1024 * 1024, "50 MB"),
        (3 * 1024**4, "3072 GB"),
    ],
)
def test_sizes_are_said_in_few_letters(size, said):
    assert file_size(size) == said


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("a.pdf", "PDF"),
        ("a.tar.gz", "GZ"),
        ("a", ""),
        ("a.verylong", ""),
        (".env", ""),
        ("a.\u202ex", ""),
        ("a.7z", "7Z"),
    ],
)
def test_an_icon_has_the_ending_of_the_name(name, letters):
    assert ending(file(name=name)) == letters


def test_a_card_says_what_a_file_is():
    assert said_of(file(name="a.zip", size=2048)) == "ZIP, 2 KB"
    assert said_of(file(name="a", size=2048)) == "File, 2 KB"
    assert said_of(file(type="application/pdf", size=2048)) == "PDF, 2 KB"


@pytest.mark.parametrize(
    "size", [(1600, 1200), (20, 10), (3000, 40), (200, 4000), (2, 4000), (361, 359), (3001, 2003), (1, 1)]
)
def test_the_place_that_is_kept_for_a_picture_is_what_it_will_take(tmp_path, size):
    Image.new("RGB", size).save(tmp_path / "file", "PNG")
    _, pictures = draw(tmp_path / "file")
    with Image.open(io.BytesIO(pictures[0])) as small:
        assert shown_size(picture(width=size[0], height=size[1])) == small.size


def test_a_picture_is_a_link_to_itself_with_a_small_one_in_it():
    page = drawn(picture(alt='A "cat" <3'))
    assert page.all("a")[0] == {
        "class": "attachment picture",
        "data-file": "7",
        "data-size": "1600x1200",
        "href": "/files/7/cat.jpg",
        "target": "_blank",
        "rel": "noopener",
        "title": "cat.jpg",
    }
    assert page.all("img")[0] == {
        "src": "/files/7/small?preview=1",
        "srcset": "/files/7/small?preview=2 2x",
        "width": "360",
        "height": "270",
        "alt": 'A "cat" <3',
        "loading": "lazy",
        "decoding": "async",
    }


def test_a_picture_without_words_is_called_by_its_name():
    assert drawn(picture()).all("img")[0]["alt"] == "cat.jpg"


def test_several_pictures_stand_side_by_side_before_the_other_files():
    page = drawn(file(), picture(id=8), picture(id=9))
    assert page.all("div")[1] == {"class": "gallery", "data-count": "2"}
    assert [link["data-file"] for link in page.all("a")] == ["8", "9", "7"]


def test_what_moves_says_so_and_what_no_browser_shows_as_well():
    assert "data-animated" in drawn(picture(is_animated=True)).all("a")[0]
    heic = drawn(picture(type="image/heic")).all("a")[0]
    assert "data-small-only" in heic
    assert "data-animated" not in heic


def test_films_and_sound_play_in_place():
    page = drawn(file(type="video/mp4", name="a.mp4", width=1080, height=1920), file(type="audio/mpeg", name="a.mp3"))
    video, audio = page.all("video")[0], page.all("audio")[0]
    assert (video["src"], video["preload"], video["width"], video["height"]) == (
        "/files/7/a.mp4",
        "metadata",
        "202",
        "360",
    )
    assert (audio["src"], audio["preload"]) == ("/files/7/a.mp3", "metadata")
    assert [link["href"] for link in page.all("a")] == ["/files/7/a.mp4?download", "/files/7/a.mp3?download"]
    assert [figure["data-file"] for figure in page.all("figure")] == ["7", "7"]


@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "video/x-msvideo", "image/heic", "application/zip"])
def test_what_cannot_be_shown_is_a_card(kind):
    page = drawn(file(type=kind, name="a.x"))
    assert page.all("a") == [{"class": "attachment file-card", "data-file": "7", "href": "/files/7/a.x"}]
    assert not page.all("img") + page.all("video")


def test_a_text_shows_how_it_begins_and_a_document_its_first_page():
    html = render("attachments/attachments.html", files=[file(type="text/plain", excerpt="<b>if x:\n  y")])
    assert "<pre dir=auto translate=no>&lt;b&gt;if x:\n  y</pre>" in html
    page = drawn(file(type="application/pdf", has_preview=True, width=500, height=700))
    assert page.all("a")[0]["class"] == "attachment document"
    assert page.all("img")[0]["src"] == "/files/7/small?preview=1"


@pytest.mark.parametrize(
    "name", ['"><script>alert(1)</script>', "a' onerror='x", "../../etc/passwd", "a?b#c", "😀.png"]
)
def test_no_name_breaks_out_of_its_place(name):
    for each in (picture(name=name), file(name=name), file(name=name, type="video/mp4"), file(name=name, excerpt=name)):
        page = drawn(each)
        tags = {tag for tag, _ in page.found}
        assert tags <= {"div", "a", "img", "i", "b", "small", "figure", "video", "figcaption", "pre"}
        assert not [key for _, attributes in page.found for key in attributes if key.startswith("on")]
        assert all(link["href"].startswith("/files/7/") and link["href"].count("/") == 3 for link in page.all("a"))
