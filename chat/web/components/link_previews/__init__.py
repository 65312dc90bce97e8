"""Previews of web pages, below the messages that link to them."""
