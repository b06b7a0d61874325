"""Labels of the installable app and of its offline page."""

OFFLINE_TITLE = "Tidak ada jaringan"
OFFLINE_LEAD = "Papan ini membutuhkan jaringan. Laporan tetap dapat ditulis: ia menunggu di perangkat ini."
NEW_REPORT, TRACK_REPORT = "Buat laporan", "Lacak laporan"
DESCRIPTION = "Papan pantau laporan warga {city}"
APP_NAME, PRACTICE_APP_NAME = "Pantau {city}", "Pantau {city} (latihan)"
