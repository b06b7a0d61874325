"""The page ``/kecamatan/<kode>``: first five reports, backlog, comparison and recap of one kecamatan."""
