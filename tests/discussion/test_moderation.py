"""Who may do what to a comment in which state: the whole table, and the fold of a log."""

from __future__ import annotations

import pytest

from onrecord.discussion.moderation import (
    NOTED,
    OUTCOMES,
    ROLES,
    RULES,
    STATES,
    choices,
    may,
    outcome,
    state,
    wants_reason,
)

# action: who may, from which states. Written by hand: a slip in the table must differ from this.
ALLOWED = {
    "post": ("reader author moderator editor admin", {None}),
    "wait": ("reader author moderator editor admin", {None}),
    "approve": ("moderator editor admin", {"held", "rejected"}),
    "reject": ("moderator editor admin", {"held"}),
    "hold": ("moderator editor admin", {"shown", "rejected"}),
    "remove": ("moderator editor admin", {"shown"}),
    "restore": ("moderator editor admin", {"removed"}),
    "edit": ("author", {"shown"}),
    "edit_wait": ("author", {"held", "shown"}),
    "delete": ("author", {"held", "shown"}),
    "report": ("reader author", {"shown"}),
    "keep": ("moderator editor admin", {"shown"}),
    "appeal": ("author", {"rejected", "removed"}),
    "uphold": ("moderator editor admin", {"rejected", "removed"}),
    "note": ("moderator editor admin", {"held", "shown", "rejected", "removed", "deleted"}),
    "mute": ("moderator editor admin", {"held", "shown", "rejected", "removed", "deleted"}),
    "unmute": ("moderator editor admin", {"held", "shown", "rejected", "removed", "deleted"}),
}


@pytest.mark.parametrize("action", [*RULES, *NOTED, "burn"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("now", [None, *STATES])
def test_every_role_by_every_action_from_every_state(role, action, now):
    roles, since = ALLOWED.get(action, ("", set()))
    assert may(role, action, now) is (role in roles.split() and now in since)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("now", STATES)
@pytest.mark.parametrize(
    ("action", "answered", "fits"),
    [
        ("accept", "open", True),
        ("accept", "accepted", False),
        ("accept", None, False),
        ("decline", "open", True),
        ("decline", "declined", False),
        ("reopen", "open", False),
        ("reopen", "accepted", True),
        ("reopen", "declined", True),
    ],
)
def test_only_editors_answer_a_correction_and_only_one_that_is_shown(role, now, action, answered, fits):
    assert may(role, action, now, answered) is (fits and now == "shown" and role in ("editor", "admin"))


@pytest.mark.parametrize(
    ("actions", "becomes"),
    [
        ([], None),
        (["post"], "shown"),
        (["wait"], "held"),
        (["wait", "approve"], "shown"),
        (["wait", "reject"], "rejected"),
        (["wait", "reject", "approve"], "shown"),
        (["post", "remove"], "removed"),
        (["post", "remove", "restore"], "shown"),
        (["post", "hold", "reject"], "rejected"),
        (["post", "delete"], "deleted"),
        # what the table does not know changes nothing
        (["post", "delete", "restore"], "deleted"),
        (["approve"], None),
        (["post", "accept"], "shown"),
        (["post", "dance", "hold"], "held"),
    ],
)
def test_the_state_is_the_fold_of_what_was_done(actions, becomes):
    assert state(actions) == becomes


@pytest.mark.parametrize(
    ("actions", "becomes"),
    [
        (["post"], "open"),
        (["post", "accept"], "accepted"),
        (["post", "decline"], "declined"),
        (["post", "decline", "reopen"], "open"),
        (["post", "decline", "reopen", "accept"], "accepted"),
        (["post", "accept", "decline"], "accepted"),
    ],
)
def test_what_became_of_a_correction(actions, becomes):
    assert outcome(actions) == becomes


def test_what_the_desk_is_offered():
    assert choices("moderator", "held") == ["approve", "reject"]
    assert choices("editor", "shown", "open") == ["hold", "remove", "accept", "decline"]
    assert choices("moderator", "shown", reported=True) == ["keep", "hold", "remove"]
    assert choices("moderator", "removed", reported=True) == ["uphold", "restore"]
    assert choices("reader", "shown") == []


def test_reasons_are_owed_for_what_hurts():
    owed = {action for action in (*RULES, *OUTCOMES, *NOTED) if wants_reason(action)}
    assert owed == {"reject", "remove", "decline", "uphold", "mute", "appeal", "note"}
