"""Uploaded pictures, re-encoded as small square ones on a thread."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps, ImageStat, JpegImagePlugin

from chat.errors import Invalid

MAX_UPLOAD = 5 * 1024 * 1024
"""Bytes of a picture as it is uploaded."""

MAX_PIXELS = 12_600_000
"""Maximum number of pixels to decode, enough for a phone's photo (4,080 × 3,072).

A small file can decode to gigabytes (decompression bomb)."""

MAX_JPEG_PIXELS = 200_000_000
"""Maximum number of pixels of a JPEG, of which libjpeg can decode an eighth of each side only."""

SIZE = 144
"""Pixels of an avatar's side: four times what is shown, for sharp displays."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")

Image.MAX_IMAGE_PIXELS = None
"""Off: we check `MAX_PIXELS`. Pillow's own limit warns first, and warning filters apply to the whole process."""

_executor = ThreadPoolExecutor(1, "pictures")


async def avatar_from(image: object) -> tuple[str, bytes]:
    """Return the digest and bytes of a small square WebP of an uploaded picture; raises `Invalid` if it is not one.

    The picture is encoded anew, so no byte of the upload is kept: no metadata, and nothing appended to the picture.
    """
    return await _encoded(image, _cropped)


async def logo_from(image: object) -> tuple[str, bytes]:
    """Do as `avatar_from` with a logo, which is not cropped, and can be seen on light and dark pages."""
    return await _encoded(image, _on_tile)


def picture_from(image: bytes) -> tuple[str, bytes]:
    """Do as `avatar_from` on the calling thread; blocks."""
    return _named(_small(_checked(image)))


async def _encoded(image: object, fit: Callable[[Image.Image], Image.Image]) -> tuple[str, bytes]:
    checked = _checked(image)
    return _named(await asyncio.get_running_loop().run_in_executor(_executor, _small, checked, fit))


def _checked(image: object) -> bytes:
    if not isinstance(image, bytes):
        raise Invalid("A picture must be sent as a file.")
    if len(image) > MAX_UPLOAD:
        raise Invalid(f"The picture is too large: at most {MAX_UPLOAD // 1024 // 1024} MB.")
    return image


def _named(picture: bytes) -> tuple[str, bytes]:
    return sha256(picture).hexdigest()[:24], picture


def _cropped(upright: Image.Image) -> Image.Image:
    return ImageOps.fit(upright, (SIZE, SIZE))


def _small(image: bytes, fit: Callable[[Image.Image], Image.Image] = _cropped) -> bytes:
    try:
        with Image.open(BytesIO(image), formats=FORMATS) as opened:
            _shrink_while_reading(opened, image)
            upright = ImageOps.exif_transpose(_reduced(opened)).convert("RGBA")
    except Invalid:
        raise
    except Exception as error:  # decoders raise all kinds of errors for damaged files
        raise Invalid("This file cannot be read as a picture. Use PNG, JPEG, WebP or GIF.") from error
    small = BytesIO()
    fit(upright).save(small, "WEBP", quality=82, exif=b"", icc_profile=None)
    return small.getvalue()


def _on_tile(upright: Image.Image) -> Image.Image:
    """Put a logo on a square: of its own colour if it has a ground, else of one from which its marks stand out."""
    is_solid = upright.getchannel("A").getextrema()[0] == 255
    side = SIZE if is_solid else SIZE * 7 // 8
    scale = side / max(upright.size)
    mark = upright.resize((max(1, round(upright.width * scale)), max(1, round(upright.height * scale))))
    tile = Image.new("RGBA", (SIZE, SIZE), mark.getpixel((0, 0)) if is_solid else _ground(mark))
    tile.alpha_composite(mark, ((SIZE - mark.width) // 2, (SIZE - mark.height) // 2))
    return tile.convert("RGB")


def _ground(mark: Image.Image) -> str:
    visible = mark.getchannel("A").point(lambda alpha: 255 if alpha > 127 else 0)
    if visible.getbbox() is None:
        return "white"
    return "#22242b" if ImageStat.Stat(mark.convert("L"), visible).mean[0] > 190 else "white"


def _shrink_while_reading(opened: Image.Image, image: bytes) -> None:
    """Let libjpeg decode at a smaller size, and refuse pictures that would take too much memory, before decoding."""
    largest = MAX_JPEG_PIXELS if _has_one_scan(opened, image) else MAX_PIXELS
    if opened.width * opened.height <= largest:
        opened.draft("RGB", (2 * SIZE, 2 * SIZE))
    if opened.width * opened.height > MAX_PIXELS:
        raise Invalid(f"The picture has too many pixels: at most {MAX_PIXELS // 1_000_000} million.")


def _has_one_scan(opened: Image.Image, image: bytes) -> bool:
    """Return whether this is a JPEG with one scan, which libjpeg decodes line by line.

    With several scans, libjpeg keeps the whole picture in memory at any output size. Progressive JPEGs have several,
    and so have others whose first scan has fewer components than the picture (ITU T.81, B.2.3).
    """
    if not isinstance(opened, JpegImagePlugin.JpegImageFile) or "progressive" in opened.info:
        return False
    offset = 2
    while image[offset + 1] != 0xDA:  # start of scan; each segment before it begins with its length
        offset += 1 if image[offset + 1] == 0xFF else 2 + int.from_bytes(image[offset + 2 : offset + 4], "big")
    return image[offset + 4] == opened.layers


def _reduced(opened: Image.Image) -> Image.Image:
    """Decode a picture and shrink it before anything else, since each further step makes a copy."""
    image = opened if opened.mode in {"L", "RGB", "RGBA", "CMYK"} else opened.convert("RGBA")
    factor = min(image.size) // (2 * SIZE)
    return image.reduce(factor) if factor > 1 else image
