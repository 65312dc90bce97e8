"""Uploaded pictures, re-encoded as small square ones on a thread."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps, JpegImagePlugin

from chat.errors import Invalid

MAX_UPLOAD = 5 * 1024 * 1024
"""Bytes of a picture as it is uploaded."""

MAX_PIXELS = 12_600_000
"""Pixels that are unpacked at most, as telephones take them (4,080 × 3,072).

A picture of few bytes can unpack to gigabytes (decompression bomb)."""

MAX_JPEG_PIXELS = 200_000_000
"""Pixels of a JPEG, as telephones take them: of those, an eighth of each side is all that is unpacked."""

SIZE = 144
"""Pixels of an avatar's side: four times what is shown, for sharp displays."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")

Image.MAX_IMAGE_PIXELS = None
"""Ours is looked at instead: Pillow warns below its own, and filters of warnings are the whole process's."""

_executor = ThreadPoolExecutor(1, "pictures")


async def avatar_from(image: object) -> tuple[str, bytes]:
    """Return digest and small square WebP of an uploaded picture; raises `Invalid` if it is not one.

    It is drawn anew, so nothing of the upload's own bytes is kept: no metadata, nothing hidden behind the picture.
    """
    if not isinstance(image, bytes):
        raise Invalid("A picture must be sent as a file.")
    if len(image) > MAX_UPLOAD:
        raise Invalid(f"The picture is too large: at most {MAX_UPLOAD // 1024 // 1024} MB.")
    picture = await asyncio.get_running_loop().run_in_executor(_executor, _small, image)
    return sha256(picture).hexdigest()[:24], picture


def _small(image: bytes) -> bytes:
    try:
        with Image.open(BytesIO(image), formats=FORMATS) as opened:
            _shrink_while_reading(opened, image)
            upright = ImageOps.exif_transpose(_reduced(opened)).convert("RGBA")
    except Invalid:
        raise
    except Exception as error:  # a decoder at the end of its wits raises anything
        raise Invalid("This file cannot be read as a picture. Use PNG, JPEG, WebP or GIF.") from error
    small = BytesIO()
    ImageOps.fit(upright, (SIZE, SIZE)).save(small, "WEBP", quality=82, exif=b"", icc_profile=None)
    return small.getvalue()


def _shrink_while_reading(opened: Image.Image, image: bytes) -> None:
    """Have a JPEG read at a smaller size, and refuse what would take too much memory; nothing is unpacked yet."""
    largest = MAX_JPEG_PIXELS if _has_one_scan(opened, image) else MAX_PIXELS
    if opened.width * opened.height <= largest:
        opened.draft("RGB", (2 * SIZE, 2 * SIZE))
    if opened.width * opened.height > MAX_PIXELS:
        raise Invalid(f"The picture has too many pixels: at most {MAX_PIXELS // 1_000_000} million.")


def _has_one_scan(opened: Image.Image, image: bytes) -> bool:
    """Tell whether this is a JPEG that is read line by line: one scan, with all colours and all of their detail.

    Of one with several scans libjpeg keeps all in memory, at any size. That is so in progressive ones, and in others
    whose first scan has fewer colours than the picture (ITU T.81, B.2.3).
    """
    if not isinstance(opened, JpegImagePlugin.JpegImageFile) or "progressive" in opened.info:
        return False
    place = 2
    while image[place + 1] != 0xDA:  # start of scan; each segment before it begins with its length
        place += 1 if image[place + 1] == 0xFF else 2 + int.from_bytes(image[place + 2 : place + 4], "big")
    return image[place + 4] == opened.layers


def _reduced(opened: Image.Image) -> Image.Image:
    """Unpack a picture and make it small before anything else is done with it, since each step makes a copy."""
    image = opened if opened.mode in {"L", "RGB", "RGBA", "CMYK"} else opened.convert("RGBA")
    factor = min(image.size) // (2 * SIZE)
    return image.reduce(factor) if factor > 1 else image
