"""Labels of the tracking page."""

from collections.abc import Mapping

from data.core.follow_up.workflow import ActionType
from data.lib.translation import LazyText, lazy_gettext

TRACK_TITLE = lazy_gettext("Track a report")
TRACK_LEAD = lazy_gettext("Enter the number and the key that are written on your receipt.")
NUMBER = lazy_gettext("Report number")
KEY = lazy_gettext("Key")
SEARCH_BUTTON = lazy_gettext("Show")
UNKNOWN = lazy_gettext("This number and key do not match. Check your receipt, then try again.")
RECEIVED = lazy_gettext("Report received")
KEEP_RECEIPT = lazy_gettext(
    "Keep this page, or write down number and key: only they let you track this report."
)
JOINED = lazy_gettext(
    "This report is counted together with another one of the same matter; you are told how it goes on."
)
PUSH = lazy_gettext("Notify me on this device")
FILE_ANOTHER = lazy_gettext("File another report")
DUE = lazy_gettext("Due")
FILED_AT = lazy_gettext("Filed {time}")
HISTORY = lazy_gettext("History")
EVIDENCE = lazy_gettext("Evidence of the work")
RATE = lazy_gettext("How is the result?")
RATE_LEAD = lazy_gettext("One or two stars: an operator checks this work again.")
RATED = lazy_gettext("Your rating: {stars} of 5 stars. Thank you.")
RATE_SEND = lazy_gettext("Send the rating")
ANSWER = lazy_gettext("An officer asks you something")
YOUR_ANSWER = lazy_gettext("Your answer")
ANSWER_SEND = lazy_gettext("Send the answer")
ANSWER_HINT = lazy_gettext("Do not write a name or a telephone number.")
THANKS = lazy_gettext("Sent. Thank you.")
CHANGED = lazy_gettext("This report has just changed. Check its state below, then send again if need be.")
STARS = (
    lazy_gettext("Very bad"),
    lazy_gettext("Bad"),
    lazy_gettext("Fair"),
    lazy_gettext("Good"),
    lazy_gettext("Very good"),
)

# Labels of the actions that a reporter sees; the others are internal to the offices.
HISTORY_LABELS: Mapping[str, LazyText] = {
    ActionType.COORDINATE: lazy_gettext("Coordinated"),
    ActionType.ASSIGN: lazy_gettext("Assigned to {agency}"),
    ActionType.START_WORK: lazy_gettext("Being worked on"),
    ActionType.ASK_REPORTER: lazy_gettext("An officer asked you"),
    ActionType.ANSWER_QUESTION: lazy_gettext("Your answer was received"),
    ActionType.REFER: lazy_gettext("Referred to {agency}"),
    ActionType.RESOLVE: lazy_gettext("Resolved"),
    ActionType.REJECT: lazy_gettext("Rejected"),
    ActionType.MARK_DUPLICATE: lazy_gettext("Joined with the same report"),
    ActionType.REOPEN: lazy_gettext("Reopened"),
    ActionType.RATE: lazy_gettext("You gave {stars} stars"),
}
