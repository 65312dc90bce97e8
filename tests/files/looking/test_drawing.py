"""Small pictures of pictures and documents."""

import io

import pytest
from PIL import Image, ImageCms

from chat.files.looking.drawing import draw
from tests.files.looking.samples import SECRET, encoded, halves, moving, notes, pdf


@pytest.fixture
def drawn(tmp_path):
    def drawn(data):
        (tmp_path / "file").write_bytes(data)
        about, pictures = draw(tmp_path / "file")
        return about, [Image.open(io.BytesIO(picture)) for picture in pictures]

    return drawn


def colours(image):
    """Name the colours in the middle of the left, right, top and bottom."""
    image = image.convert("RGB")
    width, height = image.size
    places = [
        (width // 8, height // 2),
        (width * 7 // 8, height // 2),
        (width // 2, height // 8),
        (width // 2, height * 7 // 8),
    ]
    return ["red" if image.getpixel(place)[0] > 128 else "blue" for place in places]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "AVIF", "BMP"])
def test_every_kind_that_browsers_show_is_drawn(drawn, kind):
    about, pictures = drawn(encoded(halves(), kind))
    assert about == {"width": 400, "height": 300, "is_animated": False}
    assert {picture.format for picture in pictures} == {"WEBP"}
    assert colours(pictures[0])[:2] == ["red", "blue"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize(
    ("size", "small", "double"),
    [
        ((400, 300), (360, 270), (400, 300)),
        ((1600, 800), (360, 180), (720, 360)),
        ((3001, 2001), (360, 240), (720, 480)),
        ((20, 10), (20, 10), (20, 10)),
        ((3000, 40), (300, 40), (300, 40)),
        ((200, 4000), (48, 360), (96, 720)),
        ((2, 4000), (2, 15), (2, 15)),
    ],
)
def test_small_pictures_fit_and_are_no_larger_than_the_picture(drawn, kind, size, small, double):
    about, pictures = drawn(encoded(halves(size), kind))
    assert (about["width"], about["height"]) == size
    assert [picture.size for picture in pictures] == [small, double]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn(drawn, mode):
    if mode == "LA":
        image = halves(mode="L").convert("LA")
    else:
        image = halves(mode="L").convert("I;16") if mode == "I;16" else halves(mode=mode)
    _, pictures = drawn(encoded(image, "PNG"))
    assert pictures[0].size == (360, 270)


def test_sixteen_bits_of_grey_keep_their_shades(drawn):
    image = Image.new("I;16", (400, 300), 32768)
    _, pictures = drawn(encoded(image, "PNG"))
    assert abs(pictures[0].convert("L").getpixel((100, 100)) - 128) < 4


def test_what_is_see_through_stays_so(drawn):
    image = Image.new("RGBA", (2000, 2000), (255, 0, 0, 0))
    for data in (encoded(image, "PNG"), encoded(image.convert("P"), "PNG", transparency=0)):
        _, pictures = drawn(data)
        assert pictures[1].convert("RGBA").getpixel((300, 300))[3] == 0


def test_a_picture_for_print_is_drawn_in_its_colours(drawn):
    _, pictures = drawn(encoded(halves(mode="CMYK"), "JPEG"))
    assert colours(pictures[0])[:2] == ["red", "blue"]


RED = {1: "left", 2: "right", 3: "right", 4: "left", 5: "top", 6: "top", 7: "bottom", 8: "bottom"}
"""Where what was at the left is seen, by how the camera was held."""


@pytest.mark.parametrize(("orientation", "side"), RED.items())
def test_a_picture_taken_on_its_side_is_shown_upright(drawn, orientation, side):
    about, pictures = drawn(encoded(halves(), "JPEG", exif=notes(orientation)))
    size = (400, 300) if side in {"left", "right"} else (300, 400)
    assert (about["width"], about["height"]) == size
    assert pictures[0].size == tuple(each * 9 // 10 for each in size)
    places = ("left", "right") if side in {"left", "right"} else ("top", "bottom")
    seen = dict(zip(("left", "right", "top", "bottom"), colours(pictures[0]), strict=True))
    assert [place for place in places if seen[place] == "red"] == [side]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_nothing_that_the_camera_wrote_is_in_small_pictures(tmp_path, kind):
    (tmp_path / "file").write_bytes(encoded(halves(), kind, exif=notes(6)) + SECRET)
    _, pictures = draw(tmp_path / "file")
    for picture in pictures:
        assert SECRET not in picture
        assert not {"exif", "icc_profile", "xmp"} & set(Image.open(io.BytesIO(picture)).info)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_a_moving_picture_the_first_is_drawn(drawn, kind):
    about, pictures = drawn(moving(kind))
    assert about["is_animated"]
    assert getattr(pictures[0], "n_frames", 1) == 1
    assert colours(pictures[0])[:2] == ["red", "blue"]


def test_a_profile_of_colours_is_applied(drawn):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (lab, b"no profile at all", lab[:100]):
        _, pictures = drawn(encoded(halves(), "JPEG", icc_profile=profile))
        assert colours(pictures[0])[:2] == ["red", "blue"]


def test_the_first_page_of_a_document_is_drawn(drawn):
    pytest.importorskip("pypdfium2")
    about, pictures = drawn(pdf())
    assert about == {"width": 720, "height": 720, "is_animated": False}
    assert [picture.size for picture in pictures] == [(360, 360), (720, 720)]
    assert pictures[0].convert("RGB").getpixel((90, 180))[1] < 50
    assert pictures[0].convert("RGB").getpixel((270, 180)) == (255, 255, 255)


def test_a_picture_of_a_phone_is_drawn(drawn):
    pillow_heif = pytest.importorskip("pillow_heif")
    buffer = io.BytesIO()
    pillow_heif.from_pillow(halves()).save(buffer, exif=notes().tobytes())
    about, pictures = drawn(buffer.getvalue())
    assert about == {"width": 400, "height": 300, "is_animated": False}
    assert colours(pictures[0])[:2] == ["red", "blue"]
