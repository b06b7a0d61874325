"""Labels of the report form."""

TITLE = "Buat laporan"
LEAD = "Laporkan masalah di lingkungan Anda. Tidak perlu akun."
EMERGENCY = "Keadaan darurat? Hubungi 112."
PHOTOS, PHOTOS_HINT = "Foto", "Paling banyak tiga foto. Data lokasi di dalam foto dihapus."
CHOOSE_PHOTO = "Ambil atau pilih foto"
LOCATION = "Lokasi"
BY_GPS = "Pakai lokasi saya"
BY_MAP = "Ketuk peta untuk menandai titiknya."
BY_NAME_HINT = "Pilih bila titiknya tidak diketahui."
CHOOSE = "Pilih {level} …"
ADDRESS, ADDRESS_HINT = "Patokan", "Misalnya nama jalan atau bangunan terdekat; boleh kosong."
CATEGORY, OTHER = "Kategori", "Lainnya"
TEXT, TEXT_HINT = "Uraian", "Apa yang terjadi? Jangan menulis nama atau nomor telepon orang."
CONTACT, CONTACT_HINT = (
    "Surel untuk kabar",
    "Boleh kosong. Disimpan tersandi, hanya untuk memberi tahu Anda tentang laporan ini.",
)
SEND = "Kirim laporan"
ZOOM_IN, ZOOM_OUT = "Perbesar peta", "Perkecil peta"
MAP = "Peta untuk menandai titik laporan"
NO_LOCATION = "Belum ada lokasi."

NEARBY = "sekitar {metres} m dari sini"

TOO_MANY = "Sudah terlalu banyak laporan dari jaringan ini dalam satu jam. Coba lagi nanti, atau hubungi 112."
NO_CATEGORY = "Pilih kategori."
# What ends with "pilih" is followed by the level of the areas to choose from.
NO_PLACE = "Tandai titiknya di peta, atau pilih"
OUTSIDE = "Titik itu di luar wilayah kota. Tandai titik di dalam kota, atau pilih"
VAGUE = "Lokasi perangkat ini kurang teliti. Ketuk titiknya di peta, atau pilih"
NO_TEXT = "Tulis uraian singkat, atau lampirkan foto."
BAD_CONTACT = "Alamat surel ini tidak dapat dipakai. Perbaiki, atau kosongkan."
