"""Labels of ``/layar``, in formal Bahasa Indonesia."""

TITLE = "Layar Pantau"
LOADING = "Layar Pantau sedang dimuat …"
TOO_OLD = "Peramban layar ini terlalu lama: perlu Chromium 94 atau lebih baru."
NO_SCRIPT = "JavaScript dimatikan pada peramban ini. Layar Pantau memerlukan JavaScript: mohon diaktifkan."
