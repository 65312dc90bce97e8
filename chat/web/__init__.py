"""All that a browser or an API client talks to."""
