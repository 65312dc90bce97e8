"""Draws small pictures of a file: a program of its own, which a process beside the server runs.

Decoders are where hostile files strike. Here one may crash, run on or ask for all memory, and the server only learns
that there is no picture. So this imports nothing of ours: it has to begin fast. It answers with a line of JSON (the
size of the picture as it is seen, whether it moves, the length of each small picture), and then these, in WebP.
"""

import json
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

SIZES = (360, 720)
"""Pixels of the square that each small picture fits in: as it is shown, and for screens of twice the density."""

LONGEST = 7.5
"""How many times as long as wide a small picture is at most; of what is longer, it has the middle."""

MOST_PIXELS = 50_000_000
"""How many pixels are decoded at most: 200 MB. Of larger JPEGs, every second or eighth pixel is."""

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "AVIF")

MEMORY, SECONDS = 640 * 1024 * 1024, 5
"""What a file may take to be drawn. A WebP takes most, and is drawn up to 38 million pixels."""

STRIP = 256
"""Rows that are made smaller at once: each step makes a copy of them."""

Image.MAX_IMAGE_PIXELS = None  # `MOST_PIXELS` is what counts


def draw(path: Path) -> tuple[dict[str, int], list[bytes]]:
    """Return what is to be said of a file, and its small pictures; raises whatever decoders raise."""
    with path.open("rb") as file:
        head = file.read(12)
    if head.startswith(b"%PDF-"):
        return _of_pdf(path)
    is_heif = head[4:8] == b"ftyp" and head[8:12] not in {b"avif", b"avis"}
    return _of_picture(path, _heif() if is_heif else FORMATS)


def _heif() -> tuple[str, ...]:
    from pillow_heif import register_heif_opener

    register_heif_opener(thumbnails=False)
    return ("HEIF",)


def _of_picture(path: Path, formats: tuple[str, ...]) -> tuple[dict[str, int], list[bytes]]:
    with Image.open(path, formats=formats) as opened:
        width, height = opened.size
        is_turned = opened.getexif().get(0x0112, 1) in {5, 6, 7, 8}
        about = {
            "width": height if is_turned else width,
            "height": width if is_turned else height,
            "is_animated": bool(getattr(opened, "is_animated", False)),
        }
        whole = _middle(opened.size)
        if opened.format == "JPEG" and whole == opened.size:
            opened.draft(None, (2 * SIZES[-1], 2 * SIZES[-1]))
        if opened.width * opened.height > MOST_PIXELS:
            return about, []
        small = ImageOps.exif_transpose(_in_colours_of_screens(_reduced(opened)))
        return about, _encoded(small, whole[::-1] if is_turned else whole)


def _reduced(opened: Image.Image) -> Image.Image:
    """Decode a picture and make it smaller, strip by strip, down to between two and four times what is needed."""
    opened.load()
    width, height = _middle(opened.size)
    left, above = (opened.width - width) // 2, (opened.height - height) // 2
    factor = max(1, max(width, height) // (2 * SIZES[-1]))
    mode = opened.mode if opened.mode in {"L", "RGB", "RGBA", "CMYK"} else _plain_mode(opened)
    rows = STRIP * factor
    small = Image.new(mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, rows):
        box = (left, above + top, left + width, above + min(top + rows, height))
        strip = _plain(opened.crop(box), mode)
        small.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    small.info = {key: opened.info[key] for key in ("exif", "icc_profile") if key in opened.info}
    return small


def _plain_mode(image: Image.Image) -> str:
    if image.mode in {"LA", "PA", "La", "RGBa"} or "transparency" in image.info:
        return "RGBA"
    return "L" if image.mode == "1" or image.mode[0] in "IF" else "RGB"


def _plain(strip: Image.Image, mode: str) -> Image.Image:
    if strip.mode.startswith("I;16"):  # sixteen bits of grey, of which `convert` would cut the upper off
        return strip.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    return strip if strip.mode == mode else strip.convert(mode)


def _in_colours_of_screens(image: Image.Image) -> Image.Image:
    """Change colours to sRGB, by the picture's own profile where it has one that can be read."""
    exif = image.info.get("exif")
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA", "CMYK"}:
        with suppress(Exception):  # a damaged profile: colours are as good as without
            image = _converted(image, profile)
    if image.mode == "CMYK":
        image = image.convert("RGB")
    image.info = {"exif": exif} if exif else {}
    return image


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    source = image.convert("RGB") if alpha else image
    used = ImageCms.ImageCmsProfile(BytesIO(profile))
    changed = ImageCms.profileToProfile(source, used, ImageCms.createProfile("sRGB"), outputMode="RGB")
    if changed is None:
        return image
    if alpha:
        changed.putalpha(alpha)
    return changed


def _of_pdf(path: Path) -> tuple[dict[str, int], list[bytes]]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    page = document[0]
    width, height = page.get_size()
    image = page.render(scale=min(SIZES[-1] / max(width, height, 1), 4), draw_annots=False).to_pil().convert("RGB")
    return {"width": image.width, "height": image.height, "is_animated": False}, _encoded(image, image.size)


def _encoded(image: Image.Image, whole: tuple[int, int]) -> list[bytes]:
    """Encode the small pictures anew: no byte of the file is kept, and neither are place and camera.

    `whole` is how large it would be had it not been made smaller: a row keeps exactly the place that follows from it.
    """
    pictures = []
    for most in SIZES:
        scale = min(1.0, most / whole[0], most / whole[1])
        size = (max(1, round(whole[0] * scale)), max(1, round(whole[1] * scale)))
        fitting = image.resize(size, Image.Resampling.LANCZOS)
        fitting.info = {}
        buffer = BytesIO()
        fitting.save(buffer, "WEBP", quality=82, method=4, exif=b"", xmp=b"", icc_profile=b"")
        pictures.append(buffer.getvalue())
    return pictures


def _middle(size: tuple[int, int]) -> tuple[int, int]:
    width, height = size
    return min(width, round(height * LONGEST)), min(height, round(width * LONGEST))


def _limit() -> None:
    """Bound what this process may take, and have the system end it rather than the server if memory runs out."""
    with suppress(ImportError, OSError, ValueError):  # other systems have other limits, or none
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        Path("/proc/self/oom_score_adj").write_text("1000")


def main() -> None:
    """Draw the file that the command line names."""
    _limit()
    about, pictures = draw(Path(sys.argv[1]))
    answer = json.dumps(about | {"lengths": [len(picture) for picture in pictures]})
    sys.stdout.buffer.write(answer.encode() + b"\n" + b"".join(pictures))


if __name__ == "__main__":
    main()
