"""``/lacak``: one's own report by the number and key of its receipt, its rating and the reporter's answer."""

import secrets

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dashboard.pages.tracking import labels as tracking_labels
from dashboard.pages.tracking import view
from dashboard.ui import form_labels
from dashboard.ui.photos import HEADERS
from dashboard.ui.urls import PATH, SEARCH, track_address
from dashboard.web import html
from dashboard.web.context import Site
from dashboard.web.form_body import sent
from dashboard.web.form_parsing import LONGEST_NOTE, SUBMISSION
from dashboard.web.routes import Doors
from data.core.access import Act, Role, Who
from data.core.follow_up.actions import ActError, Acting
from data.core.follow_up.workflow import Move
from data.services.follow_up import ChangedError, Looked, Sent
from data.services.submission import OWN

PHOTO = PATH + "/foto/{picture_id}"
STYLES = ("forms.css", "report_form.css")


def add_doors(doors: Doors, site: Site) -> None:
    """The doors of tracking: open to anybody, and each asks for the key."""
    Tracking(site).add_to(doors)


class Tracking:
    """Following one's own reports in one city. What opens a report is the key of its receipt."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def add_to(self, doors: Doors) -> None:
        """Declares the doors: open to anybody, and the key is asked for by each."""
        doors.add(SEARCH, self.search, Act.FILE)
        doors.add(SEARCH, self.found, Act.FILE, methods=("POST",))
        doors.add(PATH, self.show, Act.FILE)
        doors.add(PATH, self.act, Act.FILE, methods=("POST",))
        doors.add(PHOTO, self.photo, Act.FILE)

    async def search(self, _request: Request) -> Response:
        """The form for a number and a key."""
        return self._unknown("", status=200)

    async def found(self, request: Request) -> Response:
        """Leads to the report of a number and a key."""
        given = await sent(request)
        number, key = given.get("number", "").strip().upper(), given.get("key", "").strip()
        fits = await run_in_threadpool(self._site.filings.opened_by, number, key)
        if not fits:
            return self._unknown(tracking_labels.UNKNOWN, number)
        return RedirectResponse(track_address(number, key), status_code=303)

    async def show(self, request: Request) -> Response:
        """One report as its reporter may see it."""
        return await run_in_threadpool(self._shown, request)

    def _shown(self, request: Request) -> Response:
        looked = self._looked(request)
        if looked is None:
            return self._unknown(tracking_labels.UNKNOWN)
        said = tracking_labels.THANKS if "terkirim" in request.query_params else ""
        return self._page(request, looked, html.said(said, "good"), new="baru" in request.query_params)

    async def act(self, request: Request) -> Response:
        """Takes in a rating or an answer."""
        given = await sent(request)
        return await run_in_threadpool(self._acted, request, given)

    def _acted(self, request: Request, given: dict[str, str]) -> Response:
        looked, number = self._looked(request), request.path_params["number"]
        if looked is None:
            return self._unknown(tracking_labels.UNKNOWN)
        move, submission = _move(given), given.get("submission", "")
        if move is None or len(submission) not in SUBMISSION:
            return self._page(request, looked, html.said(form_labels.NOT_UNDERSTOOD), status=422)
        try:
            self._site.follow_ups.act(self._sent(number, looked, move, given))
        except ActError as error:
            fault = form_labels.FAULTS[error.fault]
            return self._page(request, looked, html.said(fault), status=422)
        except (ChangedError, ValueError):
            now = self._looked(request) or looked
            return self._page(request, now, html.said(tracking_labels.CHANGED), status=409)
        self._site.gate.note(f"pelapor {move}", f"{OWN}/{number}")
        return RedirectResponse(f"{track_address(number, request.path_params['key'])}?terkirim", 303)

    def _sent(self, number: str, looked: Looked, move: Move, given: dict[str, str]) -> Sent:
        acting = Acting(
            move=move,
            who=Who(number, Role.REPORTER),
            at=self._site.live.clock.now(),
            note=given.get("note", "")[:LONGEST_NOTE],
            stars=int(given["stars"]) if given.get("stars", "") in set("12345") else None,
        )
        seen = given.get("seen", "")
        return Sent(given["submission"], looked.key, int(seen) if seen.isdecimal() else 0, acting)

    async def photo(self, request: Request) -> Response:
        """A picture of the report: the reporter's own, or of the work done."""
        return await run_in_threadpool(self._photo, request)

    def _photo(self, request: Request) -> Response:
        looked = self._looked(request)
        found = looked and self._site.follow_ups.picture(looked.key, request.path_params["picture_id"])
        if not found:
            return Response(status_code=404)
        return Response(found.body, media_type=found.media_type, headers=HEADERS)

    def _looked(self, request: Request) -> Looked | None:
        """The report of the address, if its key is the right one."""
        number, key = request.path_params["number"], request.path_params["key"]
        fits = self._site.filings.opened_by(number, key)
        return self._site.follow_ups.look((OWN, number)) if fits else None

    def _page(
        self, request: Request, looked: Looked, top: str, *, status: int = 200, new: bool = False
    ) -> Response:
        address = track_address(looked.key[1], request.path_params["key"])
        slip = view.Slip(address, request.path_params["key"], secrets.token_urlsafe(16))
        body = top + view.receipt(self._site, looked, slip, new=new)
        return self._document(tracking_labels.TRACK_TITLE, body, status)

    def _unknown(self, said: str, number: str = "", *, status: int = 404) -> Response:
        return self._document(tracking_labels.TRACK_TITLE, html.said(said) + view.search(number), status)

    def _document(self, title: str, body: str, status: int) -> Response:
        scripts = () if self._site.city.simulated else ("push.js",)  # a practice city pushes nothing
        kind = "gatehouse acting filing"
        return html.page(
            self._site.city, title, body, status=status, styles=STYLES, scripts=scripts, kind=kind
        )


def _move(given: dict[str, str]) -> Move | None:
    wanted = given.get("move", "")
    return Move(wanted) if wanted in (Move.RATE, Move.ANSWER) else None
