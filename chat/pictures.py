"""Pictures that people upload, made small, square and harmless; on a thread of its own."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps

from chat.errors import Invalid

MAX_UPLOAD = 5 * 1024 * 1024
"""Bytes of a picture as it is uploaded."""

MAX_PIXELS = 40_000_000
"""A picture of few bytes can unpack to gigabytes (decompression bomb): its size is looked at first."""

SIZE = 144
"""Pixels of an avatar's side: four times what is shown, for sharp displays."""

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")

Image.MAX_IMAGE_PIXELS = None
"""Ours is looked at instead: Pillow warns below its own, and filters of warnings are the whole process's."""

_executor = ThreadPoolExecutor(1, "pictures")


async def avatar_from(image: object) -> tuple[str, bytes]:
    """Return a digest and a small square WebP of an uploaded picture; raises `Invalid` for what is none.

    It is drawn anew, so nothing of the upload's own bytes is kept: no metadata, nothing hidden behind the picture.
    """
    if not isinstance(image, bytes):
        raise Invalid("A picture has to be sent as it is.")
    if len(image) > MAX_UPLOAD:
        raise Invalid(f"The picture is too large: at most {MAX_UPLOAD // 1024 // 1024} MB.")
    picture = await asyncio.get_running_loop().run_in_executor(_executor, _small, image)
    return sha256(picture).hexdigest()[:24], picture


def _small(image: bytes) -> bytes:
    try:
        with Image.open(BytesIO(image), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise Invalid("The picture has too many pixels.")
            opened.draft("RGB", (2 * SIZE, 2 * SIZE))  # lets a large JPEG be read at a smaller size
            upright = ImageOps.exif_transpose(opened).convert("RGBA")
    except Invalid:
        raise
    except Exception as error:  # a decoder at the end of its wits raises anything
        raise Invalid("That is no picture we can read: PNG, JPEG, WebP or GIF.") from error
    small = BytesIO()
    ImageOps.fit(upright, (SIZE, SIZE)).save(small, "WEBP", quality=82, exif=b"", icc_profile=None)
    return small.getvalue()
