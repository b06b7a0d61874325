"""Pictures that sources name: browsers load them from hosts of the city's configuration alone."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from dashboard.app import create_app
from dashboard.ui.photos import photo_link
from dashboard.web.context import WebContext
from data.core.config.city import City, QlueSource
from data.core.config.picture_hosts import host_of
from tests.dashboard.office_pages import open_city_at_work, web_context_of
from tests.dashboard.sign_in import request_as, with_changes

SOURCE = {"name": "qlue", "kind": "qlue", "url": "https://Data.Kota.go.id:8443/umpan.php"}
HOSTS = frozenset({"gambar.contoh.go.id", "data.kota.go.id:8443"})


@pytest.fixture(scope="module")
def web_context(tmp_path_factory: pytest.TempPathFactory) -> WebContext:
    """Return the test city's web context, with a source that names a host of pictures."""
    context = web_context_of(open_city_at_work(tmp_path_factory.mktemp("city")))
    source = QlueSource.model_validate({**SOURCE, "picture_hosts": ["gambar.contoh.go.id"]})
    return with_changes(context, city=context.city.model_copy(update={"source": (source,)}))


def test_pages_load_pictures_from_configured_hosts_only(web_context: WebContext) -> None:
    answer = request_as(create_app(web_context), "GET", "/cara-hitung")
    directives = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    allowed = {"'self'", "data:", "blob:", *(f"https://{host}" for host in HOSTS)}
    assert set(directives["img-src"].split()) == allowed


def test_a_city_without_web_sources_loads_no_picture_from_outside(web_context: WebContext) -> None:
    city = web_context.city.model_copy(update={"source": ()})
    policy = request_as(create_app(with_changes(web_context, city=city)), "GET", "/cara-hitung").headers
    assert "img-src 'self' data: blob:;" in policy["content-security-policy"]


@pytest.mark.parametrize("url", ["https://gambar.contoh.go.id/1.jpg", "https://data.kota.go.id:8443/1.jpg"])
def test_a_picture_of_a_configured_host_is_inserted_without_referrer(url: str) -> None:
    link: Any = photo_link(url, "Foto laporan", HOSTS)
    assert (getattr(link, "data-photo"), link.children, link.referrerPolicy) == (url, "Foto", "no-referrer")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://intai.jahat.id/1.jpg", "intai.jahat.id"),
        ("https://gambar.contoh.go.id.jahat.id/1.jpg", "gambar.contoh.go.id.jahat.id"),
        ("https://gambar.contoh.go.id@jahat.id/1.jpg", "jahat.id"),
        ("https://gambar.contoh.go.id:444/1.jpg", "gambar.contoh.go.id:444"),
        ("http://gambar.contoh.go.id/1.jpg", "gambar.contoh.go.id"),
        ("https://g\u0430mbar.contoh.go.id/1.jpg", "situs lain"),
    ],
)
def test_a_picture_of_another_host_is_a_link_that_names_the_host(url: str, host: str) -> None:
    link: Any = photo_link(url, "Foto laporan", HOSTS)
    assert not hasattr(link, "data-photo")
    assert (link.href, link.children, link.referrerPolicy) == (url, f"Foto di {host}", "no-referrer")
    assert getattr(link, "aria-label") == f"Foto laporan di {host}"


@pytest.mark.parametrize(
    "host", ["*", "*.contoh.id", "https://contoh.id", "contoh.id/x", "a;b", "a b", "", "A.id"]
)
def test_a_host_is_one_exact_name(host: str) -> None:
    with pytest.raises(ValidationError, match="picture_hosts"):
        QlueSource.model_validate({**SOURCE, "picture_hosts": [host]})


@pytest.mark.parametrize("url", [None, "", "https://[", "https://a:b/", "ftp://a.id", "data:image/png,x"])
def test_what_is_no_web_address_has_no_host(url: str | None) -> None:
    assert host_of(url) == ""


def test_pictures_of_the_documented_city_stay_visible() -> None:
    file = Path(__file__).parents[2] / "data/cities/jakarta.toml"
    city = City.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    assert city.picture_hosts == {"images.petabencana.id", "images.detik.com"}
