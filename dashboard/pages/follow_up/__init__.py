"""Follow-up of a report: ``/tindak/<sumber>/<nomor>``, a plain page that works on a poor connection."""
