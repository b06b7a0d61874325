"""The page ``/lapor``, where anybody submits a report."""
