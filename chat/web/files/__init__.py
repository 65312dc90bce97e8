"""Files on their way in and out, for pages and for the API alike."""
