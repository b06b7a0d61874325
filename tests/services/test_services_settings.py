"""Settings from the environment: their defaults, what they refuse, and what they hide."""

import re
from pathlib import Path

import pytest

from data.config.secret_files import reporter_key
from data.config.settings import SETTINGS, SettingError, read_settings
from tests.pulls import ROOT

DEFAULTS = {
    "port": 8050, "host": "127.0.0.1", "city": "manado", "database_url": "", "var": Path("var"),
    "area_file": None, "reporter_key": "", "simulation": "sibuk", "speed": 1.0, "tile_url": "",
    "log_level": "info", "wall_access": "auto", "session_hours": 12, "session_idle_minutes": 180,
    "cookie_secure": "auto", "metrics_token": "", "oidc_issuer": "", "oidc_client_id": "",
    "oidc_client_secret": "", "oidc_claim": "preferred_username", "oidc_label": "Masuk dengan akun kota",
}  # fmt: skip
GOOD = [
    ("PORT", "80", "port", 80),
    ("PORT", "65535", "port", 65_535),
    ("PANTAU_HOST", "0.0.0.0", "host", "0.0.0.0"),
    ("PANTAU_CITY", "jakarta", "city", "jakarta"),
    ("PANTAU_DATABASE_URL", "sqlite:///a.db", "database_url", "sqlite:///a.db"),
    ("PANTAU_DATABASE_URL", "postgresql+psycopg://u@h/n", "database_url", "postgresql+psycopg://u@h/n"),
    ("PANTAU_VAR", "/srv/pantau", "var", Path("/srv/pantau")),
    ("PANTAU_AREA_FILE", "batas.gpkg", "area_file", Path("batas.gpkg")),
    ("PANTAU_REPORTER_KEY", "rahasia", "reporter_key", "rahasia"),
    ("PANTAU_SIMULATION", "tenang", "simulation", "tenang"),
    ("PANTAU_SPEED", "3600", "speed", 3_600.0),
    ("PANTAU_SPEED", "1.5", "speed", 1.5),
    ("PANTAU_TILE_URL", "https://host/{z}/{x}/{y}.png", "tile_url", "https://host/{z}/{x}/{y}.png"),
    ("PANTAU_WALL_ACCESS", "token", "wall_access", "token"),
    ("PANTAU_SESSION_HOURS", "8", "session_hours", 8),
    ("PANTAU_SESSION_IDLE_MINUTES", "30", "session_idle_minutes", 30),
    ("PANTAU_COOKIE_SECURE", "no", "cookie_secure", "no"),
    ("PANTAU_METRICS_TOKEN", "rahasia", "metrics_token", "rahasia"),
    ("PANTAU_OIDC_CLAIM", "akun", "oidc_claim", "akun"),
    ("PANTAU_OIDC_LABEL", "Akun Pemkot", "oidc_label", "Akun Pemkot"),
    ("PANTAU_LOG_LEVEL", "debug", "log_level", "debug"),
]
OIDC = {
    "PANTAU_OIDC_ISSUER": "https://sso.kota.go.id/realms/kota", "PANTAU_OIDC_CLIENT_ID": "pantau",
    "PANTAU_OIDC_CLIENT_SECRET": "sandi-sandi-sandi",
}  # fmt: skip
ALLOWED_PORTS = "a port number from 1 to 65535"
ALLOWED_ISSUER = "an https address as the directory calls itself, such as https://sso.kota.go.id/realms/kota"
BAD = [
    ("PORT", "0", ALLOWED_PORTS),
    ("PORT", "65536", ALLOWED_PORTS),
    ("PORT", "-1", ALLOWED_PORTS),
    ("PORT", "80a", ALLOWED_PORTS),
    ("PANTAU_SIMULATION", "Sibuk", "one of sibuk, tenang"),
    ("PANTAU_SPEED", "0.5", "a number from 1 (real time) to 3600"),
    ("PANTAU_SPEED", "3601", "a number from 1 (real time) to 3600"),
    ("PANTAU_SPEED", "nan", "a number from 1 (real time) to 3600"),
    ("PANTAU_SPEED", "cepat", "a number from 1 (real time) to 3600"),
    ("PANTAU_WALL_ACCESS", "semua", "one of auto, open, token"),
    ("PANTAU_COOKIE_SECURE", "true", "one of auto, yes, no"),
    ("PANTAU_SESSION_HOURS", "0", "a whole number from 1 to 99999"),
    ("PANTAU_SESSION_IDLE_MINUTES", "1.5", "a whole number from 1 to 99999"),
    ("PANTAU_OIDC_ISSUER", "http://sso.kota.go.id", ALLOWED_ISSUER),
    ("PANTAU_OIDC_ISSUER", "sso.kota.go.id", ALLOWED_ISSUER),
    ("PANTAU_OIDC_ISSUER", "https://", ALLOWED_ISSUER),
    ("PANTAU_OIDC_ISSUER", "https://[", ALLOWED_ISSUER),
    ("PANTAU_OIDC_ISSUER", "https://sso.kota.go.id/?realm=kota", ALLOWED_ISSUER),
    ("PANTAU_LOG_LEVEL", "trace", "one of debug, info, warning, error"),
]


def test_without_anything_set_every_setting_has_its_default():
    assert {name: value for name, value in read_settings({}) if name in DEFAULTS} == DEFAULTS


def test_every_setting_is_in_the_tables_of_this_file():
    setting_names = {setting.name for setting in SETTINGS}
    assert {name for name, *_ in GOOD} | set(OIDC) >= setting_names & {
        f"PANTAU_{name.upper()}" for name in DEFAULTS
    } | {"PORT"}


@pytest.mark.parametrize(("name", "text", "attribute", "value"), GOOD)
def test_a_setting_is_read_from_the_environment(name, text, attribute, value):
    assert getattr(read_settings({name: text}), attribute) == value


@pytest.mark.parametrize(("name", "text", "attribute", "value"), GOOD)
def test_a_setting_is_read_from_the_file_named_by_its_file_variable(name, text, attribute, value, tmp_path):
    file = tmp_path / "nilai"
    file.write_text(f"{text}\n", encoding="utf-8")
    assert getattr(read_settings({f"{name}_FILE": str(file)}), attribute) == value


@pytest.mark.parametrize("name", [setting.name for setting in SETTINGS])
def test_an_empty_setting_counts_as_not_set(name):
    assert read_settings({name: ""}) == read_settings({})


@pytest.mark.parametrize(("name", "text", "allowed"), BAD)
def test_a_wrong_value_is_named_with_what_is_allowed(name, text, allowed):
    with pytest.raises(SettingError) as error:
        read_settings({name: text})
    assert str(error.value) == f"{name} = {text!r}: allowed is {allowed}"


def test_all_wrong_values_are_named_at_once() -> None:
    wrong = {"PORT": "80a", "PANTAU_LOG_LEVEL": "trace", "PANTAU_OIDC_CLIENT_SECRET": "sandi"}
    with pytest.raises(SettingError) as error:
        read_settings(wrong)
    port, secret, level = str(error.value).splitlines()
    assert port == f"PORT = '80a': allowed is {ALLOWED_PORTS}"
    assert secret.startswith("PANTAU_OIDC_CLIENT_SECRET = (not shown): allowed is")
    assert level == "PANTAU_LOG_LEVEL = 'trace': allowed is one of debug, info, warning, error"


@pytest.mark.parametrize("text", [" 80", "+80", "80.0", "8_0", "80a"])
def test_a_whole_number_is_digits_only(text: str) -> None:
    with pytest.raises(SettingError, match="PORT = "):
        read_settings({"PORT": text})


def test_only_the_given_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_CITY", "jakarta")
    monkeypatch.setenv("PORT", "no port")
    assert read_settings({}) == read_settings(
        {"PANTAU_OTHER": "x", "CITY": "jakarta", "pantau_city": "jakarta"}
    )


@pytest.mark.parametrize("url", ["mysql://root:sandi@host/db", "sandi", "://", "sqlite"])
def test_a_wrong_database_is_refused_without_showing_its_password(url):
    with pytest.raises(SettingError) as error:
        read_settings({"PANTAU_DATABASE_URL": url})
    assert str(error.value).startswith("PANTAU_DATABASE_URL = (not shown): allowed is a URL such as sqlite:")
    assert "sandi" not in str(error.value)


def test_oidc_is_configured_by_three_settings(tmp_path):
    file = tmp_path / "rahasia"
    file.write_text("sandi-sandi-sandi\n", encoding="utf-8")
    secret = {"PANTAU_OIDC_CLIENT_SECRET": "", "PANTAU_OIDC_CLIENT_SECRET_FILE": str(file)}
    assert read_settings({**OIDC, **secret}) == read_settings(OIDC)
    loaded = read_settings(OIDC)
    assert [loaded.oidc_issuer, loaded.oidc_client_id, loaded.oidc_client_secret] == list(OIDC.values())
    assert "sandi" not in repr(loaded)


@pytest.mark.parametrize("name", OIDC)
def test_an_incomplete_oidc_configuration_stops_the_start(name):
    with pytest.raises(SettingError) as error:
        read_settings({**OIDC, name: ""})
    assert str(error.value).startswith(f"{name} = '': allowed is a value; PANTAU_OIDC_ISSUER, ")
    with pytest.raises(SettingError, match="go together, all or none"):
        read_settings({name: OIDC[name]})


def test_a_short_oidc_client_secret_is_refused_without_being_shown():
    with pytest.raises(SettingError) as error:
        read_settings({**OIDC, "PANTAU_OIDC_CLIENT_SECRET": "sandi"})
    assert str(error.value).startswith("PANTAU_OIDC_CLIENT_SECRET = (not shown): allowed is the secret")
    assert "sandi" not in str(error.value)


def test_a_wrong_value_out_of_a_file_is_refused_under_its_own_name(tmp_path):
    file = tmp_path / "port"
    file.write_text("delapan", encoding="utf-8")
    with pytest.raises(SettingError, match="PORT = 'delapan'"):
        read_settings({"PORT_FILE": str(file)})


def test_a_missing_settings_file_is_named(tmp_path):
    missing = tmp_path / "tiada"
    with pytest.raises(SettingError, match=f"PANTAU_REPORTER_KEY_FILE = {missing}: cannot be read"):
        read_settings({"PANTAU_REPORTER_KEY_FILE": str(missing)})


def test_a_settings_file_that_is_not_text_is_named(tmp_path):
    file = tmp_path / "kunci"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingError, match=r"PANTAU_REPORTER_KEY_FILE = .*kunci: is not text"):
        read_settings({"PANTAU_REPORTER_KEY_FILE": str(file)})


def test_the_value_itself_wins_over_its_file(tmp_path):
    file = tmp_path / "port"
    file.write_text("81", encoding="utf-8")
    assert read_settings({"PORT": "80", "PORT_FILE": str(file)}).port == 80


SECRETS = ["PANTAU_REPORTER_KEY", "PANTAU_DATABASE_URL", "PANTAU_METRICS_TOKEN"]


@pytest.mark.parametrize("name", SECRETS)
def test_settings_printed_by_mistake_show_no_secret(name):
    value = "postgresql+psycopg://u:sandi@h/n" if name.endswith("URL") else "sandi"
    assert "sandi" not in repr(read_settings({name: value}))


def test_the_readme_lists_every_setting_with_its_default_and_meaning():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Settings")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| (.+?) \|$", section, flags=re.MULTILINE)
    defaults = {setting.name: f"`{setting.default}`" if setting.default else "–" for setting in SETTINGS}  # noqa: RUF001
    assert rows == [(setting.name, defaults[setting.name], setting.help) for setting in SETTINGS]


def test_a_generated_reporter_key_is_kept_and_a_configured_one_is_used(tmp_path):
    generated = reporter_key(read_settings({"PANTAU_VAR": str(tmp_path)}))
    assert reporter_key(read_settings({"PANTAU_VAR": str(tmp_path)})) == generated
    assert reporter_key(read_settings({"PANTAU_VAR": str(tmp_path), "PANTAU_REPORTER_KEY": "k"})) == b"k"
    assert len(generated) == 64
