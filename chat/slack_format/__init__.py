"""Slack's ways of writing messages, as its exports and its webhooks have them; nothing here knows a database."""
