"""Labels of sign-in and account pages that no template holds."""

from data.lib.translation import gettext, lazy_gettext, ngettext
from data.services.auth.passwords import MIN_LENGTH, Weakness

WRONG_CREDENTIALS = lazy_gettext("The account name or the password is not right. Check both, then try again.")
SIGN_IN_BUSY = lazy_gettext("Many people are signing in at once. Please try again in a few seconds.")
STORE_UNAVAILABLE = lazy_gettext(
    "The board cannot reach its data store, so it cannot check your account yet. Please "
    "try again in a moment."
)
INSECURE_CONNECTION = lazy_gettext(
    "This connection is not protected, so nobody can sign in. Ask the administrators to set up a secure "
    "connection (https)."
)
FIRST_PASSWORD = lazy_gettext("Change the first password")
PASSWORD_CHANGED = lazy_gettext("The password has been changed. All other devices have been signed out.")
PASSWORDS_DIFFER = lazy_gettext("The two entries of the new password are not the same.")
CURRENT_PASSWORD_WRONG = lazy_gettext("The current password is not right.")
WEAK_PASSWORD = {
    Weakness.SHORT: lazy_gettext("The new password is too short: at least {minimum} characters."),
    Weakness.LONG: lazy_gettext("The new password is too long: at most 256 characters."),
    Weakness.NAME: lazy_gettext("The new password must not contain the account name."),
    Weakness.COMMON: lazy_gettext("The new password is too common and easy to guess. Choose another one."),
    Weakness.SAME: lazy_gettext("The new password must differ from the current one."),
}

DIRECTORY_DOWN = lazy_gettext("The city's directory cannot be reached")
DIRECTORY_DOWN_LEAD = lazy_gettext(
    "You can still sign in with an account name and a password of this board. If the fault persists, tell "
    "the administrators of the city's directory."
)
DIRECTORY_FAILED = lazy_gettext("Sign-in with the city account has not succeeded")
DIRECTORY_STALE = lazy_gettext(
    "This sign-in request has expired or does not come from this browser. Please start again from this page."
)
DIRECTORY_DENIED = lazy_gettext(
    "The city's directory did not permit the sign-in. Please try again; if it happens again, contact the "
    "administrators of the city's directory."
)
DIRECTORY_UNTRUSTED = lazy_gettext(
    "The answer of the city's directory cannot be trusted, so it was rejected. Please try again; if it "
    "happens again, contact the command center operator."
)
DIRECTORY_UNKNOWN = lazy_gettext(
    "The city's directory knows you as {name}, but this board has no active account of that name. Contact "
    "the command center operator and give that name."
)


def weak_password(weakness: Weakness) -> str:
    """Return what a new password lacks."""
    return str(WEAK_PASSWORD[weakness]).format(minimum=MIN_LENGTH)


def too_many_attempts(seconds: float) -> str:
    """Return the message of a rate limit that ends in so many seconds."""
    if seconds > 60:
        wait = ngettext("{count} minute", "{count} minutes", -int(-seconds // 60))
    else:
        wait = ngettext("{count} second", "{count} seconds", max(1, round(seconds)))
    return gettext("Too many attempts. Try again in {duration}.").format(duration=wait)
