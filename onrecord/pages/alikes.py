"""What waits for the desk and is alike: a flood is seen, and decided, as the one thing that it is."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.discussion import alike as rules
from onrecord.ledger.posts import Post
from onrecord.pages.site import Site

AMONG = 500  # of the longest waiting, among which those that are alike are looked for


def alike(site: Site, posts: Sequence[Post], waiting: Sequence[Post]) -> dict[str, dict[str, list[Post]]]:
    """For each of these posts and each way of being alike, those that wait and are like it; itself too."""
    networks = site.ledger.people.networks_of(list({post.id for post in (*posts, *waiting)}))

    def sent(post: Post) -> rules.Sent:
        return rules.Sent(post.text, post.stamp.at, post.reader, networks.get(post.id, ""))

    others = [(post, sent(post)) for post in waiting]

    def like(way: str, one: rules.Sent) -> list[Post]:
        return [post for post, other in others if rules.alike(way, one, other)]

    return {post.id: {way: like(way, sent(post)) for way in rules.WAYS} for post in posts}


def counts(site: Site, posts: Sequence[Post], waiting: Sequence[Post]) -> dict[str, dict[str, int]]:
    """How many are alike, where a post is not the only one of its kind."""
    found = alike(site, posts, waiting)
    return {id: {way: len(them) for way, them in ways.items() if len(them) > 1} for id, ways in found.items()}
