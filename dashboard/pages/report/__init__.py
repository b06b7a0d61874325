"""The page ``/laporan/<sumber>/<nomor>``: one report's file."""
