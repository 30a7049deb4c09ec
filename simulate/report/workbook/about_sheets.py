"""The sheets that explain: the data dictionary, and where the results come from."""

from __future__ import annotations

from collections.abc import Iterator

from simulate.report.workbook.book import TITLE_ROWS, Book
from simulate.report.workbook.layout import family_of
from simulate.report.workbook.merge import Merged
from simulate.report.workbook.words import Words
from simulate.results.reader import Run


def write_dictionary(book: Book, merged: Merged) -> None:
    """Every output: names, units, dimensions, meaning; beneath, every label of the dimensions."""
    words, row = book.words, TITLE_ROWS
    sheet = book.sheet(words("dictionary"))
    sheet.head(words.title(words("dictionary")), words("note_dictionary"))
    keys = ("variable", "name_en", "name_zh", "unit", "unit_here", "dimensions", "sampled", "meaning")
    sheet.columns(row, [words(key) for key in keys], [34, 34, 26, 12, 18, 26, 8, 60])
    for output in merged.outputs.values():
        row += 1
        cells = (
            output.name, output.english, output.chinese, words.unit(output.unit),
            family_of(output.unit).name(words.language), words.comma.join(map(words.dimension, output.dims)),
            words("yes" if output.is_sampled else "no"), words.meaning(output),
        )  # fmt: skip
        for position, text in enumerate(cells):
            sheet.text(row, position, text, book.wrapped)
    sheet.frame(TITLE_ROWS, 1, row, len(keys) - 1)
    row += 2
    for position, key in enumerate(("dimension", "label", "name_en", "name_zh")):
        sheet.text(row, position, words(key), book.header)
    english, chinese = Words("en"), Words("zh")
    for dim, labels in merged.coords.items():
        for label in labels if isinstance(labels[0], str) else ():
            row += 1
            texts = (words.dimension(dim), label, english.label(dim, label), chinese.label(dim, label))
            for position, text in enumerate(map(str, texts)):
                sheet.text(row, position, text)
    sheet.raw.print_area(0, 0, row, len(keys) - 1)


def write_provenance(book: Book, merged: Merged) -> None:
    """What made each run, and what is needed to make it again."""
    words, row = book.words, TITLE_ROWS
    sheet = book.sheet(words("provenance"))
    sheet.head(words.title(words("provenance")), words("note_scope"))
    sheet.columns(row, [words("run"), words("item"), words("content")], [34, 34, 120])
    for run in merged.runs:
        for item, content in _facts(run, words):
            row += 1
            sheet.text(row, 0, run.name, book.plain)
            sheet.text(row, 1, item, book.plain)
            is_number = isinstance(content, int | float) and not isinstance(content, bool)
            sheet.put(row, 2, content if is_number else str(content), book.form(
                text_wrap=True, valign="top", align="left"))  # fmt: skip
    sheet.frame(TITLE_ROWS, 2, row, 2)


def _facts(run: Run, words: Words) -> Iterator[tuple[str, object]]:
    """Names and contents, in the order of reading."""
    manifest = run.manifest
    yield words("written"), manifest.written
    yield words("command"), manifest.command_line
    yield words("reproduce"), words("reproduce_text")
    yield words("results_digest"), run.digest
    for group, facts in (("run", manifest.run), ("versions", manifest.versions)):
        for key, value in facts.items():
            if isinstance(value, dict):
                yield from ((f"{group}: {key}: {inner}", each) for inner, each in value.items())
            else:
                yield f"{group}: {key}", value
    for made in manifest.scenarios:
        yield f"{made.name}: {words('title_of')}", made.title.of(words.language)
        yield f"{made.name}: {words('as_of')}", made.as_of
        yield f"{made.name}: {words('digest')}", made.parameters_digest
        for piece in made.pieces:
            yield f"{made.name}: {words('scenario_text')}: {piece.kind} {piece.name}", piece.text
    yield words("about"), run.results.attributes.get("description", "")
