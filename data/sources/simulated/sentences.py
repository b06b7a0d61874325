"""Sentences of citizens by category; ``{spot}`` is a place, ``{name}`` the category's name."""

from collections.abc import Mapping
from types import MappingProxyType

LANDMARKS = (
    "depan gereja", "dekat masjid", "samping sekolah dasar", "depan puskesmas", "belakang pasar",
    "dekat jembatan", "depan kantor lurah", "di pertigaan", "di mulut lorong", "dekat lapangan",
    "depan ruko", "dekat halte", "di tepi sungai", "depan kompleks perumahan", "dekat pos kamling",
)  # fmt: skip
STREETS = (
    "Melati", "Kenanga", "Mawar", "Cempaka", "Anggrek", "Flamboyan", "Pramuka", "Pemuda", "Merdeka",
    "Pelita", "Pendidikan", "Nusantara", "Cendrawasih", "Rajawali", "Bakti", "Sejahtera", "Damai",
)  # fmt: skip
EMOJI = ("🙏", "😷", "⚠️", "😡", "🙏🙏")
CLOSINGS = (
    "Mohon segera ditindaklanjuti.\nTerima kasih.",
    "Sudah beberapa kali dilaporkan.",
    "Warga sekitar menunggu tindak lanjut dari petugas.",
    "Terima kasih atas perhatiannya.",
)
GENERIC_SENTENCES = (
    "Mohon ditindaklanjuti: {name} {spot}.",
    "{name} {spot}, sudah beberapa hari.",
    "Ada masalah {name} {spot}, warga terganggu.",
    "Laporan {name}, lokasi {spot}.",
)
SENTENCES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "sampah": (
            "Sampah menumpuk {spot}, sudah tiga hari tidak diangkut.",
            "Tumpukan sampah {spot} berbau dan menutup sebagian jalan.",
            "Bak sampah {spot} penuh, sampah berserakan sampai ke selokan.",
            "Mohon diangkut sampah {spot}, banyak lalat.",
            "Ada yang membuang sampah sembarangan {spot} setiap malam.",
            "Truk sampah tidak lewat sejak hari Senin, menumpuk {spot}.",
        ),
        "coretan_iklan_liar": (
            "Tembok {spot} penuh coretan.",
            "Iklan liar ditempel di tiang listrik {spot}.",
            "Spanduk tanpa izin menutup rambu {spot}.",
            "Poster iklan dipaku di pohon {spot}, mohon ditertibkan.",
        ),
        "parkir_liar": (
            "Mobil parkir di badan jalan {spot}, arus kendaraan tersendat.",
            "Motor parkir di trotoar {spot}, pejalan kaki turun ke jalan.",
            "Parkir liar {spot} setiap sore, mohon ditertibkan.",
            "Kendaraan parkir menutup jalan masuk lorong {spot}.",
        ),
        "lampu_rusak": (
            "Lampu jalan {spot} mati sudah seminggu, gelap sekali.",
            "Tiga lampu jalan berturut-turut padam {spot}.",
            "Lampu jalan {spot} berkedip terus sejak semalam.",
            "Lampu jalan {spot} menyala siang hari, malam justru mati.",
        ),
        "pengemis": (
            "Ada pengemis dan anak jalanan {spot}, mohon dibina.",
            "Pengemis meminta-minta di lampu merah {spot}.",
            "Warga terlantar tidur {spot}, perlu bantuan sosial.",
        ),
        "banjir_longsor": (
            "Air naik {spot}, sudah setinggi lutut.",
            "Banjir {spot}, kendaraan tidak bisa lewat.",
            "Selokan tersumbat, air meluap ke rumah warga {spot}.",
            "Tanah longsor menutup setengah jalan {spot}.",
            "Hujan deras, genangan {spot} makin tinggi.",
        ),
        "kebakaran": (
            "Ada kebakaran {spot}, asap tebal.",
            "Api dari kabel listrik {spot}, mohon pemadam segera.",
            "Lahan kosong terbakar {spot}, api mendekati rumah.",
        ),
        "pohon_tumbang": (
            "Pohon tumbang {spot} menutup jalan.",
            "Dahan besar patah dan tersangkut di kabel {spot}.",
            "Pohon miring {spot}, dikhawatirkan roboh.",
        ),
        "narkoba": (
            "Ada kegiatan mencurigakan pada malam hari {spot}.",
            "Diduga ada transaksi obat terlarang {spot}.",
        ),
        "pkl_liar": (
            "Pedagang berjualan di trotoar {spot}.",
            "Lapak liar {spot} mempersempit jalan.",
            "Pedagang kembali berjualan di badan jalan {spot} setelah ditertibkan.",
        ),
        "jalan_rusak": (
            "Jalan berlubang {spot}, sudah ada yang jatuh.",
            "Aspal terkelupas {spot}, licin saat hujan.",
            "Penutup selokan jebol {spot}, berbahaya pada malam hari.",
            "Bekas galian {spot} tidak ditutup kembali.",
        ),
    }
)
