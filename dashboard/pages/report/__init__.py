"""The page ``/laporan/<sumber>/<nomor>``: the case file of one report."""
