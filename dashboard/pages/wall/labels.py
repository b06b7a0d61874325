"""Labels of ``/layar``, in formal Bahasa Indonesia."""

TITLE = "Layar Pantau"
