"""The doors of the training; a city that is not for practice has none of them."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.training import labels, view
from dashboard.web import html
from dashboard.web.context import Site
from dashboard.web.form_body import sent
from dashboard.web.routes import Doors, Place
from data.core.access import Act
from data.core.training import INSTALL, PUPILS, Progress
from data.services.auth.passwords import PRACTICE
from data.services.training import Training

STYLE, SCRIPT = ("training.css",), ("training.js",)


def add_doors(doors: Doors, site: Site) -> None:
    """The pupil's page, the trainer's page, and the hand-out."""
    if site.training is None:
        return
    page = Classroom(site, site.training, doors.leads_to)
    doors.add("/latihan", page.pupil, Act.READ, area=Place.ITSELF)
    doors.add("/latihan/terpasang", page.installed, Act.READ, area=Place.ITSELF, methods=("POST",))
    doors.add("/pelatih", page.trainer, Act.RUN)
    doors.add("/pelatih/lembar", page.sheets, Act.RUN)
    doors.add("/pelatih/ulang", page.restart, Act.RUN, methods=("POST",))


class Classroom:
    """The training of one practice city."""

    def __init__(self, site: Site, training: Training, stands: Callable[[str], bool]) -> None:
        self._site, self._training, self._stands = site, training, stands

    async def pupil(self, _request: Request) -> Response:
        """One's own exercises; a trainer is led to his own page."""
        who = self._site.gate.require_somewhere(Act.READ)
        if who.role not in PUPILS:
            return RedirectResponse("/pelatih", status_code=303)
        found = await run_in_threadpool(self._training.progress)
        mine = next((one for one in found if one.who.name == who.name), Progress(who, {}))
        return self._page(labels.PUPIL_TITLE, view.pupil(mine, self._stands))

    async def installed(self, _request: Request) -> Response:
        """The browser says that it runs as an installed app; the observer notes it."""
        self._site.gate.require_somewhere(Act.READ)
        await run_in_threadpool(self._training.did, self._site.gate.who(), INSTALL)
        return Response(status_code=200)

    async def trainer(self, _request: Request) -> Response:
        """Who has done which exercise."""
        found = await run_in_threadpool(self._training.progress)
        body = view.trainer(found, self._site.kecamatan, self._site.city.zone)
        return self._page(labels.TRAINER_TITLE, body, again_seconds=20)

    async def sheets(self, request: Request) -> Response:
        """The hand-outs to print: of one kecamatan, or of all."""
        wanted = request.query_params.get("kecamatan")
        found = await run_in_threadpool(self._training.progress)
        address = f"{str(request.base_url).rstrip('/')}/latihan"
        sheets = [
            view.sheet(name, mine, address, PRACTICE)
            for code, name in self._site.kecamatan.items()
            if wanted in (None, code) and (mine := [one for one in found if one.who.parent == code])
        ]
        return self._page(labels.SHEET_TITLE, "".join(sheets), kind="gatehouse training print")

    async def restart(self, request: Request) -> Response:
        """Begins a class anew."""
        wanted = (await sent(request)).get("kecamatan")
        await run_in_threadpool(self._restarted, wanted)
        return RedirectResponse("/pelatih", status_code=303)

    def _restarted(self, wanted: str | None) -> None:
        found = self._training.progress()
        self._training.restart(one.who.name for one in found if wanted in (None, one.who.parent))
        self._site.gate.note("ulangi kelas", wanted or "semua")

    def _page(
        self, title: str, body: str, *, again_seconds: int = 0, kind: str = "gatehouse training"
    ) -> Response:
        return html.page(
            self._site.city, title, body, styles=STYLE, scripts=SCRIPT, kind=kind, again_seconds=again_seconds
        )
