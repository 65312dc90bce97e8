"""The database: threads, engines, schema, migrations, backup and restore."""
