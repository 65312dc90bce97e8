"""QR codes of addresses."""

import io

import segno


def data_url(address: str) -> str:
    """Draw an address for a page, as the address of a picture that holds all of itself; always dark on white."""
    return segno.make(address, micro=False).svg_data_uri(scale=4, dark="#000", light="#fff")


def terminal_text(address: str) -> str:
    """Draw an address for a terminal that is light on dark, as most are; cameras can read the other too."""
    out = io.StringIO()
    segno.make(address, micro=False, error="l").terminal(out, border=2, compact=True)
    return out.getvalue()
