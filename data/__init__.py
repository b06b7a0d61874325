"""The data's way: settings, city configuration, sources, the report store and the live snapshot."""
