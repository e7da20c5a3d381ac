"""What workers keep of a thread never shows what was taken away, nor what is another reader's own."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from onrecord.ledger import open_ledger
from onrecord.ledger.posts import Act
from onrecord.pages.pieces import Pieces
from onrecord.pages.recalled import Recalled
from tests.ledger.news import article, reading
from tests.pages.conftest import PUBLIC, TOKEN, application
from tests.pages.test_live import NOW, say

HELD = Act(action="hold", state="held")
REMOVED = Act(action="remove", state="removed", why="It names a child.")


@pytest.fixture
def site(ledger_url):
    """Two workers over one ledger with an article, and a comment under it; each reader has a cookie of their own."""
    with open_ledger(ledger_url) as one, open_ledger(ledger_url) as other:
        held = article("https://news.test/ferry", "The ferry runs.")
        one.record(reading(held))
        workers = [application(one), application(other)]
        path = f"/articles/{held.id}"

        def seen(worker: int = 0, query: str = "", **cookies: str) -> str:
            """The page as this reader gets it, drawn for them: their cookie is one that is theirs alone."""
            client = TestClient(workers[worker], base_url=PUBLIC, client=("203.0.113.9", 4000))
            for name, value in ({"onrecord_hidden": "nobodyatall0"} | cookies).items():
                client.cookies.set(name, value)
            return client.get(path + query).text

        yield one, held.id, seen, workers


def test_a_comment_that_was_held_is_gone_at_once_on_every_worker(site):
    ledger, id, seen, _ = site
    post = say(ledger, id, "the pilot lives at the mill")
    assert all("at the mill" in seen(worker) for worker in (0, 1, 0, 1))
    assert ledger.talk.decide(post.id, HELD, post.acts, NOW)
    assert not any("at the mill" in seen(worker) for worker in (0, 1))


def test_words_that_were_blanked_are_gone_at_once_on_every_worker(site):
    ledger, id, seen, _ = site
    say(ledger, id, "Call Zhanna Petrenkova at once")
    assert all("Zhanna" in seen(worker) for worker in (0, 1))
    assert ledger.redact(id, "Zhanna Petrenkova", NOW) >= 1
    assert not any("Zhanna" in seen(worker) for worker in (0, 1))
    assert all("█" in seen(worker) for worker in (0, 1))


@pytest.mark.parametrize("away", ["removed", "withdrawn"])
def test_a_comment_that_was_taken_away_leaves_its_place_alone(site, away):
    ledger, id, seen, _ = site
    post = say(ledger, id, "a secret of somebody")
    assert "a secret of somebody" in seen(1)
    if away == "removed":
        assert ledger.talk.decide(post.id, REMOVED, post.acts, NOW)
    else:
        ledger.withdraw(post.id, "It names a child.", NOW)
    assert "a secret of somebody" not in seen(1) + seen(0)
    assert 'id="r-1"' in seen(1)


def test_a_withdrawn_article_is_gone_with_what_was_kept_of_it(site):
    ledger, id, seen, _ = site
    say(ledger, id, "words under it")
    assert "words under it" in seen(1)
    ledger.withdraw(id, "a court", NOW)
    assert "words under it" not in seen(1)


def test_an_edit_shows_the_newer_words(site):
    ledger, id, seen, _ = site
    post = say(ledger, id, "first words")
    assert "first words" in seen()
    act = Act(action="edit", state="shown")
    assert ledger.talk.revise(post.id, "other words", "<p>other words</p>", act, post.acts, NOW)
    assert "other words" in seen()
    assert "first words" not in seen()


def test_whom_one_reader_hides_the_others_see(site):
    from onrecord.pages.reading_threads import tag

    ledger, id, seen, workers = site
    post = say(ledger, id, "what somebody wrote", reader="a" * 64)
    mine = tag(workers[0].state.site, post)
    assert "You hide this person" not in seen()
    assert "You hide this person" in seen(onrecord_hidden=mine)
    assert "You hide this person" not in seen()


def test_what_is_new_is_new_only_to_who_asks_since_then(site):
    ledger, id, seen, _ = site
    say(ledger, id, "written now")
    assert '<p class="small"><b>new</b></p>' in seen(query="?since=2020-01-01T00:00:00Z")
    assert '<p class="small"><b>new</b></p>' not in seen()


def test_the_desks_links_are_the_desks(site):
    ledger, id, seen, workers = site
    say(ledger, id, "a comment")
    desk = TestClient(workers[0], base_url=PUBLIC, client=("203.0.113.9", 4000), follow_redirects=False)
    desk.post("/desk/sign-in", data={"token": TOKEN})
    assert "/desk/comments/" in desk.get(f"/articles/{id}").text
    assert "/desk/comments/" not in seen()
    assert "/desk/comments/" in desk.get(f"/articles/{id}").text


def test_each_language_is_drawn_by_itself(site):
    ledger, id, seen, _ = site
    say(ledger, id, "a comment")
    english, ukrainian = seen(), seen(onrecord_lang="uk")
    assert ">reply</a>" in english
    assert ">reply</a>" not in ukrainian
    assert ">reply</a>" in seen()


def unasked(seen, asked):
    """Whether a page comes without the database being asked; PostgreSQL's own housekeeping may write now and then."""
    for _ in range(10):
        before = len(asked)
        seen()
        if len(asked) == before:
            return True
    return False


def test_the_database_is_asked_again_only_after_a_write(site):
    ledger, id, seen, workers = site
    say(ledger, id, "a comment")
    talk, asked = workers[0].state.site.ledger.talk, []
    page = talk.page
    talk.page = lambda *given: asked.append(given) or page(*given)
    assert seen() == seen()
    assert asked
    assert unasked(seen, asked)
    before = len(asked)
    say(ledger, id, "another comment")
    assert "another comment" in seen()
    assert len(asked) > before


# --- the two that keep ---


def test_an_answer_is_asked_again_where_the_state_changed_or_cannot_be_told():
    state, asked = [1], []
    recall = Recalled(lambda: state[0])

    def ask():
        asked.append(state[0])
        return len(asked)

    assert [recall("a", ask), recall("a", ask), recall("b", ask)] == [1, 1, 2]
    state[0] = 2
    assert recall("a", ask) == 3
    state[0] = None
    assert [recall("a", ask), recall("a", ask)] == [4, 5]


def test_an_answer_that_a_write_overtook_counts_for_no_later_state():
    state = [1]
    recall = Recalled(lambda: state[0])

    def overtaken():
        state[0] = 2  # another reader asks meanwhile, after a write
        recall("other", lambda: "theirs")
        return "before the write"

    assert recall("mine", overtaken) == "before the write"
    assert recall("mine", lambda: "after the write") == "after the write"


def test_what_fails_is_not_kept():
    recall = Recalled(lambda: 1)
    with pytest.raises(ZeroDivisionError):
        recall("a", lambda: 1 // 0)
    assert recall("a", lambda: "fine") == "fine"


def test_answers_and_pieces_take_only_so_much_room():
    recall, pieces = Recalled(lambda: 1, most=3), Pieces(most=100)
    for at in range(10):
        recall(at, str)
        pieces(lambda words: words, "x" * 30 + str(at))
    assert len(recall.held) == 3
    assert pieces.size <= 100
    assert len(pieces.held) == 3
