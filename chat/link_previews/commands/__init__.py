"""Changes of previews."""
