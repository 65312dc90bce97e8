"""What the pages are made of: each draws items and knows no database."""
