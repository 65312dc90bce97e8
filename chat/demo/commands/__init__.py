"""Changes to a demo. Content is there before anybody looks, so nothing is published of it."""
