"""Who holds, who claims, what disagrees: pure judgements over facts, no database.

A fact is a claim with what judging it needs: where its place lies, when it was asserted, whose words it is. The rules
are in `rules`, `words` and `sources`, one after the other in `judge`; who held a place on a day is `status`.
"""
