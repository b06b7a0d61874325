"""A city's file: what it may contain, and errors that name file, key and value."""

from pathlib import Path

import pytest

from data.config.city_loader import load_city, read_city, store_url
from data.config.settings import CITIES, SettingError, read_settings
from tests.builders import CITY, city, to_toml


def write_city_file(folder: Path, **changed) -> Path:
    path = folder / "uji.toml"
    path.write_text(to_toml({**CITY, **changed}), encoding="utf-8")
    return path


def read_error(path: Path) -> str:
    with pytest.raises(SettingError) as error:
        read_city(path)
    return str(error.value)


def category(**changed) -> dict:
    return {"category": [{"code": "sampah", "name": "Sampah", **changed}]}


def source(**changed) -> dict:
    return {"source": [{"name": "qlue", "kind": "qlue", **changed}]}


def test_a_city_written_to_a_file_is_read_back(tmp_path):
    assert read_city(write_city_file(tmp_path)) == city()


@pytest.mark.parametrize("name", sorted(file.stem for file in CITIES.glob("*.toml")))
def test_bundled_cities_can_be_loaded(name):
    city_config = load_city(read_settings({"PANTAU_CITY": name}))
    assert city_config.category
    assert city_config.source


@pytest.mark.parametrize(
    ("changed", "key", "reason"),
    [
        ({"warna": "biru"}, "warna", "no such key"),
        ({"timezone": "WITA"}, "timezone = 'WITA'", "Asia/Makassar"),
        ({"timezone": 8}, "timezone = 8", "valid string"),
        ({"name": ""}, "name = ''", "at least 1 character"),
        ({"ranking": {"window_days": 0}}, "ranking.window_days = 0", "greater than or equal to 1"),
        ({"ranking": {"minimum_sample": "sepuluh"}}, "ranking.minimum_sample = 'sepuluh'", "valid integer"),
        ({"ranking": {"jendela": 3}}, "ranking.jendela", "no such key"),
        ({"areas": {"inset_corner": "tengah"}}, "areas.inset_corner = 'tengah'", "'bottom-right'"),
        ({"policy": [{"id": "x", "from": "kemarin"}]}, "policy.0.from = 'kemarin'", "valid date"),
        (category(code="Sampah Liar"), "category.0.code = 'Sampah Liar'", "match pattern"),
        (category(jam=3), "category.0.jam", "no such key"),
        (source(kind="surat"), "source.0", "'surat'"),
        (source(every_seconds=0), "every_seconds = 0", "greater than or equal to 1"),
        (source(timezone="WIB"), "timezone = 'WIB'", "IANA"),
        (source(name="Qlue Manado"), "name = 'Qlue Manado'", "match pattern"),
        (source(alamat="http://x"), "alamat", "no such key"),
        ({"category": CITY["category"][:1] * 2}, "category.code", "given twice: sampah"),
        ({"source": CITY["source"] * 2}, "source.name", "given twice: qlue"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path, changed, key, reason):
    path = write_city_file(tmp_path, **changed)
    message = read_error(path)
    assert message.startswith(f"{path}: ")
    assert key in message
    assert reason in message


def test_a_missing_key_is_named(tmp_path):
    path = tmp_path / "uji.toml"
    path.write_text('code = "1"\nname = "Uji"\n', encoding="utf-8")
    assert read_error(path) == f"{path}: timezone: Field required"


def test_all_errors_of_a_city_file_are_reported_at_once(tmp_path):
    message = read_error(write_city_file(tmp_path, warna="biru", timezone="WITA"))
    assert "warna" in message
    assert "timezone" in message


@pytest.mark.parametrize("content", [b"code = ", b"\xff\xfe", b'name = "a"\nname = "b"\n'])
def test_a_file_that_is_not_toml_is_named_in_the_error(tmp_path, content):
    path = tmp_path / "uji.toml"
    path.write_bytes(content)
    assert read_error(path).startswith(f"{path}: not TOML: ")


def test_an_unknown_city_is_refused_with_the_list_of_bundled_cities(tmp_path):
    path = tmp_path / "atlantis.toml"
    assert read_error(path) == f"PANTAU_CITY: no file {path}; allowed is a path, or one of jakarta, manado"


@pytest.mark.parametrize(
    ("environ", "ends"),
    [
        ({}, "/manado-latihan-sibuk.db"),
        ({"PANTAU_SIMULATION": "tenang"}, "/manado-latihan-tenang.db"),
        ({"PANTAU_CITY": "jakarta"}, "/jakarta.db"),
        ({"PANTAU_DATABASE_URL": "sqlite:////srv/lain.db"}, "////srv/lain.db"),
    ],
)
def test_practice_and_real_reports_never_share_a_store(tmp_path, environ, ends):
    settings = read_settings({"PANTAU_VAR": str(tmp_path), **environ})
    assert store_url(settings, load_city(settings)).endswith(ends)
