"""The page ``/kecamatan/<kode>``: a camat's first five, his backlog, how he stands, and a text to send on."""
