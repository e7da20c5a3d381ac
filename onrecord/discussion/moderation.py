"""What may be done with a comment, by whom, and what follows: one table; the state is the fold of what was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple, cast, get_args

State = Literal["held", "shown", "rejected", "removed", "deleted"]
Outcome = Literal["open", "accepted", "declined"]
Role = Literal["reader", "author", "moderator", "editor", "admin"]
STATES: tuple[State, ...] = get_args(State)
ROLES: tuple[Role, ...] = get_args(Role)

_ANYONE: tuple[Role, ...] = ROLES
_AUTHOR: tuple[Role, ...] = ("author",)
_DESK: tuple[Role, ...] = ("moderator", "editor", "admin")
_EDITORS: tuple[Role, ...] = ("editor", "admin")


class Rule(NamedTuple):
    """An action: who may, from which states, into which; `reason`: not without saying why."""

    roles: tuple[Role, ...]
    since: tuple[str | None, ...]
    to: str
    reason: bool = False


RULES: dict[str, Rule] = {
    "post": Rule(_ANYONE, (None,), "shown"),
    "wait": Rule(_ANYONE, (None,), "held"),  # posted, and held by the site's rules
    "approve": Rule(_DESK, ("held", "rejected"), "shown"),
    "reject": Rule(_DESK, ("held",), "rejected", reason=True),
    "hold": Rule(_DESK, ("shown", "rejected"), "held"),
    "remove": Rule(_DESK, ("shown",), "removed", reason=True),
    "restore": Rule(_DESK, ("removed",), "shown"),
    "edit": Rule(_AUTHOR, ("shown",), "shown"),
    "edit_wait": Rule(_AUTHOR, ("held", "shown"), "held"),
    "delete": Rule(_AUTHOR, ("held", "shown"), "deleted"),
}
# What becomes of a correction is told apart from whether it is shown.
OUTCOMES: dict[str, Rule] = {
    "accept": Rule(_EDITORS, ("open",), "accepted"),
    "decline": Rule(_EDITORS, ("open",), "declined", reason=True),
    "reopen": Rule(_EDITORS, ("accepted", "declined"), "open"),
}
# What is said about a comment and leaves it where it is: a reader's report, and that the desk lets it stand.
NOTED: dict[str, Rule] = {
    "report": Rule(("reader", "author"), ("shown",), "shown"),
    "keep": Rule(_DESK, ("shown",), "shown"),
    "appeal": Rule(("author",), ("rejected", "removed"), "", reason=True),
    "uphold": Rule(_DESK, ("rejected", "removed"), "", reason=True),
    "note": Rule(_DESK, STATES, "", reason=True),  # for the desk alone
    "mute": Rule(_DESK, STATES, "", reason=True),
    "unmute": Rule(_DESK, STATES, ""),
}
# What may be done with several comments in one act, and what takes that back. What wants a look at each one (letting
# stand what was reported, accepting a correction, an appeal) is done singly.
SEVERAL = {"approve": "hold", "reject": "hold", "remove": "restore", "decline": "reopen"}
VOICES = ("report", "appeal")  # what readers say to the desk: it waits until the desk does something
# What the public log of decisions tells: the desk's acts, not the readers'.
LOGGED = (
    *("approve", "keep", "reject", "hold", "remove", "restore", "uphold", "mute", "unmute"),
    *(*OUTCOMES, "close", "open"),
)


def role_of(name: str) -> Role:
    """The role of this name; an unknown one is a reader's."""
    return next((role for role in ROLES if role == name and role != "author"), "reader")


def state(actions: Iterable[str]) -> State | None:
    """The state after these actions, oldest first; one that the table does not know from there changes nothing."""
    return cast("State | None", _fold(actions, RULES, None))


def outcome(actions: Iterable[str]) -> Outcome:
    """What became of a correction after these actions."""
    return cast(Outcome, _fold(actions, OUTCOMES, "open"))


def _fold(actions: Iterable[str], rules: dict[str, Rule], now: str | None) -> str | None:
    for action in actions:
        rule = rules.get(action)
        now = rule.to if rule and now in rule.since else now
    return now


def may(role: Role, action: str, now: State | None, answered: Outcome | None = None) -> bool:
    """Whether this role may do this to a comment in this state; `answered`: what became of a correction."""
    if action in OUTCOMES:
        return now == "shown" and _fits(OUTCOMES[action], role, answered)
    rule = {**RULES, **NOTED}.get(action)
    return rule is not None and _fits(rule, role, now)


def _fits(rule: Rule, role: Role, now: str | None) -> bool:
    return role in rule.roles and now in rule.since


def choices(role: Role, now: State | None, answered: Outcome | None = None, reported: bool = False) -> list[str]:
    """What this role may do next, in the table's order; keeping to what was decided only where someone asked."""
    noted = ["keep", "uphold"] if reported else []
    return [action for action in (*noted, *RULES, *OUTCOMES) if may(role, action, now, answered)]


def state_after(action: str) -> str | None:
    """The state that an action leads to; none where it leaves the state alone."""
    return RULES[action].to if action in RULES else None


def wants_reason(action: str) -> bool:
    """Whether it is owed to whom it concerns to say why."""
    return {**RULES, **OUTCOMES, **NOTED}[action].reason
