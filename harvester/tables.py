"""Tables of numbers on a terminal, where a cut number is worse than none: what has no room is left out whole, and named."""

from __future__ import annotations

import os
from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

GAP = 2  # cells between columns


class Terminal(Console):
    """rich's console; a reader that has closed the pipe is an error as everywhere else (rich itself ends the program with 1, which is a bug)."""

    def on_broken_pipe(self) -> None:
        """Errors: BrokenPipeError."""
        raise BrokenPipeError


def terminal(width: int = 160) -> Terminal:
    """Standard output: as wide as the terminal is; in a pipe or a file as COLUMNS says, else `width` cells."""
    found = Terminal()
    return found if found.is_terminal or os.environ.get("COLUMNS", "").isdigit() else Terminal(width=width)


def print_table(console: Console, columns: Sequence[str], rows: Sequence[Sequence[str]], *, left: Sequence[str] = (), spare: Sequence[str] = (), styles: Sequence[str] = ()) -> None:
    """Print a table, each row on one line.

    left    columns of words, the others are numbers; spare: columns that may go where the terminal is narrow, the first to go first
    styles  a style for the second column's cell of each row, none if empty
    Where there is no room, headers of two words are broken, then columns without anything but zeros go, then the spare ones; a line says which.
    """
    names = list(columns)
    heads = {name: name for name in names}
    dropped: list[str] = []

    def width(name: str) -> int:
        return max(cell_len(part) for part in (*heads[name].split("\n"), *(row[names_at[name]] for row in rows)))

    names_at = {name: number for number, name in enumerate(columns)}

    def room() -> bool:
        return sum(width(name) for name in names) + GAP * (len(names) - 1) <= console.width

    if not room():
        heads = {name: name.replace(" ", "\n") for name in names}
    idle = [name for name in spare if all(row[names_at[name]] in ("", "0") for row in rows)]
    for name in (*idle, *(name for name in spare if name not in idle)):
        if room():
            break
        names.remove(name)
        dropped.append(name)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, GAP, 0, 0))
    for name in names:
        table.add_column(heads[name], justify="left" if name in left else "right", no_wrap=True)
    for number, row in enumerate(rows):
        cells = [Text(row[names_at[name]]) for name in names]
        if styles and len(cells) > 1:
            cells[1].stylize(styles[number])
        table.add_row(*cells)
    console.print(table)
    gone = [name for name in dropped if name not in idle]
    if gone:
        console.print(f"(no room for: {', '.join(gone)})", highlight=False, markup=False, style="dim")
