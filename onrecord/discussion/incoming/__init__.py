"""Discussions of other systems as a stream of arrivals, each with the line it came from. Pure: lines in, values out."""

from onrecord.discussion.incoming.arrival import Arrival, Broken, Lines, Tally
from onrecord.discussion.incoming.formats import FORMATS, arrivals

__all__ = ["FORMATS", "Arrival", "Broken", "Lines", "Tally", "arrivals"]
