"""The page ``/sumber``: the state of each source, and years with unknown joint leave."""
