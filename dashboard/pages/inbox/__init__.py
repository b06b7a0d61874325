"""An account's notifications (``/pemberitahuan``), and the operator queue (``/meja``)."""
