"""The names under which the store has the bytes of files, and the small pictures of them."""

from chat.storage.objects import FOLDERS
from models import Blob

BLOBS, PREVIEWS = FOLDERS

DENSITIES = (1, 2)
"""For which screens there are previews: for those of single and of double density."""


def blob_key(blob: Blob) -> str:
    """Return the key of a file's bytes."""
    return f"{BLOBS}/{blob.digest[:2]}/{blob.digest}-{blob.nonce}"


def preview_key(blob: Blob, density: int) -> str:
    """Return the key of the preview for screens of a density."""
    return f"{PREVIEWS}/{blob.digest[:2]}/{blob.digest}-{blob.nonce}-{density}.webp"


def keys_of(blob: Blob) -> list[str]:
    """Return all keys of a file's bytes."""
    return [blob_key(blob), *(preview_key(blob, density) for density in DENSITIES if blob.has_preview)]
