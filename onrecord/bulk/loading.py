"""`onrecord add DIR` where DIR is what bulk wrote: told as it goes. Nothing heavy is imported for any other input."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.bulk import NEEDED
from onrecord.bulk.schema import datasets
from onrecord.errors import OnrecordError, ReadError, WrongUse
from onrecord.terminal import print_line

if TYPE_CHECKING:
    from onrecord.intake import Progress
    from onrecord.ledger import Ledger


def datasets_first(names: list[str], ledger: Ledger, progress: Progress, json: bool, again: bool) -> list[str]:
    """Records the folders of datasets among these inputs; the others, which are to be read."""
    folders = [name for name in names if holds_datasets(name)]
    if folders and again:
        raise WrongUse("--again reads pages anew, and this folder holds what was read of them", folders[0])
    for name in folders:
        _told(name, ledger, progress, json)
    return [name for name in names if name not in folders]


def holds_datasets(name: str) -> bool:
    """Whether this is a folder that bulk wrote."""
    return all((Path(name) / table).is_dir() for table in ("documents", "statements", "mentions"))


def _whole(name: str) -> None:
    """Raises ReadError for a folder that lost a dataset: what is known is not added to later."""
    lost = [one for one in datasets() if not (Path(name) / one).is_dir()]
    if lost:
        raise ReadError(f"has no {', '.join(lost)}", name, "Load the folder as bulk wrote it.")


def _told(name: str, ledger: Ledger, progress: Progress, json: bool) -> None:
    """Records a folder; what it cannot give is named, and what came before is kept."""
    try:
        from onrecord.bulk.load import add
    except ModuleNotFoundError:
        raise WrongUse("a folder of datasets needs pyarrow", name, NEEDED) from None
    documents = statements = known = 0
    try:
        _whole(name)
        for some in add(ledger, name):
            documents, statements, known = documents + some.documents, statements + some.statements, known + some.known
            progress.many(some.documents + some.known)
    except OnrecordError as error:
        progress.failed += 1
        progress.say(f"onrecord: {error}")
    if json:
        print_line({"source": name, "documents": documents, "statements": statements, "known": known})
    else:
        print(f"{name}: {documents:,} articles recorded with {statements:,} statements, {known:,} known")
