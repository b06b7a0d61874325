"""Following a report up: ``/tindak/<sumber>/<nomor>``, a plain page that works on a poor connection."""
