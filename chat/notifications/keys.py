"""Keys of Web Push: the server's own (VAPID, RFC 8292), and what a browser gives it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

CURVE = ec.SECP256R1()
SECRET_BYTES = 16

MAX_TEXT = 100
"""Characters of a browser's key as text; what is no base64 in it, `decoded` passes over."""


def new_private_key() -> str:
    """Return a new key as text, for the settings table."""
    return encoded(ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(32, "big"))


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """Return the key that `new_private_key` has made."""
    return ec.derive_private_key(int.from_bytes(decoded(text), "big"), CURVE)


def public_key(text: str) -> str:
    """Return the public part of a private key, as browsers want to have it."""
    numbers = private_key(text).public_key().public_numbers()
    return encoded(b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big"))


def are_usable(their_key: str, their_secret: str) -> bool:
    """Whether a browser's public key is a point of the curve, and its secret has the right length."""
    try:
        if max(len(their_key), len(their_secret)) > MAX_TEXT:
            return False
        point, secret = decoded(their_key), decoded(their_secret)
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)
    except (ValueError, UnsupportedAlgorithm):
        return False
    return len(point) == 65 and len(secret) == SECRET_BYTES


def authorization(key: str, audience: str, contact: str, expires: int) -> str:
    """Return the header by which a push service knows the server (RFC 8292): a token signed with its private key.

    Args:
        key: the private key
        audience: the push service's origin
        contact: whom it may turn to
        expires: until when it is good, in seconds since 1970
    """
    parts = ({"typ": "JWT", "alg": "ES256"}, {"aud": audience, "exp": expires, "sub": contact})
    text = ".".join(encoded(json.dumps(part).encode()) for part in parts)
    numbers = decode_dss_signature(private_key(key).sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    signature = encoded(b"".join(number.to_bytes(32, "big") for number in numbers))
    return f"vapid t={text}.{signature}, k={public_key(key)}"


def encoded(data: bytes) -> str:
    """Return bytes as URL-safe base64 without padding."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """Return the bytes of such a text; raises `ValueError`."""
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
