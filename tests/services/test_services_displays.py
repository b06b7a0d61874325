"""Display orders and heartbeats, equal for every process."""

from datetime import timedelta

from bootstrap import AppContext
from data.config.clock import Clock
from data.core.displays import ALL_DISPLAYS
from data.services.displays import MAX_MESSAGE_LENGTH, MAX_TABS_PER_DISPLAY, DisplayService
from data.services.unnamed_tabs import COUNT_KEY, MAX_TABS_PER_ADDRESS, MAX_UNNAMED_TABS
from data.store import display_orders
from data.store.engine import writer
from tests.dashboard.sign_in import accounts_of
from tests.personas import BARAT, MONDAY_NOON

TAB_PAYLOAD = {
    "view": "kota",
    "mood": "fresh",
    "width": 1920,
    "height": 1080,
    "version": "x",
    "streaming": True,
}


class AdjustableTime:
    """A time source that the test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return MONDAY_NOON.timestamp() + self.seconds


def display_service(app_context: AppContext, adjustable_time: AdjustableTime | None = None) -> DisplayService:
    return DisplayService(app_context.engine, Clock(time_source=adjustable_time or AdjustableTime()))


def test_an_order_reaches_every_process(app_context_on_each_db: AppContext) -> None:
    service, other_service = display_service(app_context_on_each_db), display_service(app_context_on_each_db)
    service.set_order(
        "dinding", "operator.1", view=BARAT, paused=True, message="  Rapat pukul 9  ", minutes=None
    )
    assert other_service.order("dinding") is None
    assert other_service.refresh()
    order = other_service.order("dinding")
    assert order and (order.view, order.paused, order.message, order.given_by) == (
        BARAT, True, "Rapat pukul 9", "operator.1",
    )  # fmt: skip
    assert not other_service.refresh()


def test_an_order_expires(app_context: AppContext) -> None:
    adjustable_time = AdjustableTime()
    service = display_service(app_context, adjustable_time)
    service.set_order("dinding", "operator.1", view=None, paused=False, message="x" * 500, minutes=30)
    service.refresh()
    order = service.order("dinding")
    assert order and len(order.message) == MAX_MESSAGE_LENGTH
    adjustable_time.seconds = 30 * 60
    assert service.order("dinding") is None


def test_an_order_for_all_displays_cancels_single_orders(app_context: AppContext) -> None:
    service = display_service(app_context)
    service.set_order("dinding", "operator.1", view=BARAT, paused=False, message="", minutes=None)
    service.set_order(ALL_DISPLAYS, "operator.1", view="banjir", paused=False, message="", minutes=None)
    service.refresh()
    order = service.order("dinding")
    assert order and order.view == "banjir"
    service.cancel_order(ALL_DISPLAYS)
    service.refresh()
    assert service.order("dinding") is None


def test_the_overview_shows_alive_silent_and_revoked_displays(app_context_on_each_db: AppContext) -> None:
    adjustable_time, accounts = AdjustableTime(), accounts_of(app_context_on_each_db)
    service = display_service(app_context_on_each_db, adjustable_time)
    for name in ("dinding", "lobi", "rapat"):
        accounts.add_display(name)
    accounts.revoke_display("lobi")
    service.record_heartbeat("dinding", "a", TAB_PAYLOAD)
    service.record_heartbeat("", "b", TAB_PAYLOAD)
    service.flush()
    alive = {
        screen.name: [tab.is_alive(service.now()) for tab in screen.tabs] for screen in service.overview()
    }
    assert alive == {"": [True], "dinding": [True], "lobi": [], "rapat": []}
    assert [screen.name for screen in service.overview() if screen.revoked] == ["lobi"]
    adjustable_time.seconds = 120
    assert [screen.name for screen in service.overview()] == ["dinding", "lobi", "rapat"]
    assert [tab.is_alive(service.now()) for tab in service.overview()[0].tabs] == [False]


def test_heartbeats_are_stored_on_flush_and_deleted_after_a_week(app_context: AppContext) -> None:
    adjustable_time = AdjustableTime()
    service = display_service(app_context, adjustable_time)
    assert service.silent_for("a") is None
    service.record_heartbeat("dinding", "a", TAB_PAYLOAD)
    adjustable_time.seconds = 10
    assert service.silent_for("a") == timedelta(seconds=10)
    service.flush()
    service.flush()
    assert service.silent_for("a") == timedelta(seconds=10)
    adjustable_time.seconds = 8 * 24 * 3600
    service.record_heartbeat("dinding", "b", TAB_PAYLOAD)
    service.flush()
    assert service.silent_for("a") is None


def test_a_display_has_a_limited_number_of_rows(app_context_on_each_db: AppContext) -> None:
    adjustable_time = AdjustableTime()
    service = display_service(app_context_on_each_db, adjustable_time)
    for turn in range(3):
        for number in range(MAX_TABS_PER_DISPLAY + 5):
            service.record_heartbeat("dinding", f"tab{turn}-{number}", TAB_PAYLOAD)
        service.record_heartbeat("lobi", "b", TAB_PAYLOAD)
        service.flush()
        adjustable_time.seconds += 5
    assert {screen: len(tabs) for screen, tabs in stored_tabs(app_context_on_each_db).items()} == {
        "dinding": MAX_TABS_PER_DISPLAY,
        "lobi": 1,
    }
    assert all(tab.startswith("tab2-") for tab in stored_tabs(app_context_on_each_db)["dinding"])


def test_tabs_without_a_name_are_counted_in_one_row(app_context_on_each_db: AppContext) -> None:
    """A stranger's tabs take neither rows nor the place of tabs that are known."""
    adjustable_time = AdjustableTime()
    service = display_service(app_context_on_each_db, adjustable_time)
    other_service = display_service(app_context_on_each_db, adjustable_time)
    service.record_heartbeat("", "kiosk", TAB_PAYLOAD, "10.0.0.1")
    for number in range(MAX_UNNAMED_TABS + 50):
        service.record_heartbeat("", f"tab{number}", TAB_PAYLOAD, f"10.1.{number // 250}.{number % 250}")
    service.flush()
    ((unnamed,),) = [screen.tabs for screen in service.overview()]
    assert unnamed.payload[COUNT_KEY] == MAX_UNNAMED_TABS
    adjustable_time.seconds = 15
    service.record_heartbeat("", "kiosk", TAB_PAYLOAD, "10.0.0.1")
    service.flush()
    adjustable_time.seconds = 20
    assert [each.silent_for("kiosk") for each in (service, other_service)] == [timedelta(seconds=5)] * 2
    assert len(stored_tabs(app_context_on_each_db)[""]) == 1


def test_one_address_shows_a_limited_number_of_tabs_without_a_name(app_context: AppContext) -> None:
    service = display_service(app_context)
    for number in range(MAX_TABS_PER_ADDRESS + 50):
        service.record_heartbeat("", f"tab{number}", TAB_PAYLOAD, "10.0.0.1")
    service.record_heartbeat("", "kiosk", TAB_PAYLOAD, "10.0.0.2")
    service.flush()
    ((unnamed,),) = [screen.tabs for screen in service.overview()]
    assert unnamed.payload[COUNT_KEY] == MAX_TABS_PER_ADDRESS + 1
    assert service.silent_for("kiosk") == timedelta(0)


def test_old_rows_without_a_name_are_deleted(app_context: AppContext) -> None:
    adjustable_time = AdjustableTime()
    old_rows = {("", f"tab{number}"): (MONDAY_NOON, TAB_PAYLOAD) for number in range(3)}
    with writer(app_context.engine).begin() as connection:
        display_orders.save_heartbeats(connection, old_rows)
    adjustable_time.seconds = 11 * 60
    service = display_service(app_context, adjustable_time)
    service.record_heartbeat("dinding", "a", TAB_PAYLOAD)
    service.flush()
    assert stored_tabs(app_context) == {"dinding": ["a"]}


def stored_tabs(app_context: AppContext) -> dict[str, list[str]]:
    """Return the tabs that the store holds, by display."""
    tabs: dict[str, list[str]] = {}
    with app_context.engine.connect() as connection:
        for heartbeat in display_orders.list_heartbeats(connection):
            tabs.setdefault(heartbeat.screen, []).append(heartbeat.tab)
    return tabs
