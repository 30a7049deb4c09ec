"""Hostile text in every field that is shown anywhere: terminal, tables, manifest, page, workbook."""

from __future__ import annotations

import csv
import html.parser
import random
import re
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import yaml

from tests.robustness import hostile
from tests.robustness.attempts import Attempt, Outcome
from tests.robustness.hostile import MARK
from tests.robustness.mutate import places, read, write
from tests.robustness.samples import SMALL
from tests.robustness.terminal import Said, command, misbehaviour
from tests.robustness.try_files import CAREERS, CASES, SCENARIOS

NO_NAME = str.maketrans("/\0", "__", "\uffff\U0010ffff")  # what no name of a file may hold
FORMULA = re.compile(r"^[=+\-@\t\r]")
Wrong = tuple[str, str]


def try_texts(attempts: Sequence[Attempt], folder: Path) -> Iterator[Outcome]:
    """A scenario whose texts and name are hostile, compared, then shown as page and workbook."""
    for attempt in attempts:
        chance = attempt.chance
        home = folder / f"{attempt.number}"
        home.mkdir()
        if chance.random() < 0.3:
            yield _printed(attempt, home, chance)
            continue
        path, texts = _scenario(home, chance)
        what = f"{path.name[:40]!r}: " + ", ".join(f"{key} {text[:40]!r}" for key, text in texts.items())
        quiet = SMALL if chance.random() < 0.3 else SMALL[:-1]
        said = command("compare", "baseline", path, *quiet, "--out", home / "out")
        if said.code == 2 and not misbehaviour(said):
            yield Outcome(attempt, "refused", what, said.first_line)
            continue
        wrong = misbehaviour(said) or _on_terminal(said, texts) or _shown(home / "out", texts, chance)
        if wrong:
            yield Outcome(attempt, "mishandled", what, wrong[1], wrong[0], {"scenario.yaml": path.read_bytes()})
        else:
            yield Outcome(attempt, "accepted", what)


def _printed(attempt: Attempt, home: Path, chance: random.Random) -> Outcome:
    """A career or a case with a hostile text in one of its places, printed on the terminal."""
    verb, shipped = chance.choice((("career", CAREERS), ("case", CASES), ("check", SCENARIOS), ("run", SCENARIOS)))
    tree, text = read(chance.choice(shipped)), chance.choice(hostile.TEXTS)
    holder, key = chance.choice([(holder, key) for holder, key in places(tree) if isinstance(holder[key], str)])
    holder[key] = text
    name = chance.choice((*hostile.NAMES, text, "mine")) if chance.random() < 0.5 else "mine"
    path = home / f"{name.translate(NO_NAME)[:60]}.yaml"
    path.write_bytes(write(tree))
    more = {"career": ((), ("--json",), ("--by-year",)), "case": ((), ("--json",)), "check": ((), ("--json",))}
    said = command(verb, path, *(chance.choice(more[verb]) if verb in more else (*SMALL, "--out", home / "out")))
    what = f"{verb}: {path.name[:40]!r} {key} {text[:60]!r}"
    wrong = misbehaviour(said)
    if wrong:
        return Outcome(attempt, "mishandled", what, wrong[1], wrong[0], {path.name: path.read_bytes()})
    return Outcome(attempt, "refused" if said.code == 2 else "accepted", what, said.first_line)


def _scenario(home: Path, chance: random.Random) -> tuple[Path, dict[str, str]]:
    keys = chance.sample(("en", "zh", "author", "reference", "describes", "note", "comment"), chance.choice((1, 2, 7)))
    texts = {key: chance.choice(hostile.TEXTS) for key in keys}
    name = chance.choice(hostile.NAMES) if chance.random() < 0.3 else "mine"
    path = home / f"{name.replace('/', '_')[:120]}.yaml"
    tree = {
        "title": {"en": texts.get("en", "Plain"), "zh": texts.get("zh", "平常")},
        "author": texts.get("author", "Somebody"), "reference": texts.get("reference", "None"),
        "describes": texts.get("describes", "Nothing"),
        "changes": [{"lever": "enrolment.hukou_rule", "value": "open", "from": "2027-01",
        "note": texts.get("note", "x")}],
    }  # fmt: skip
    comment = texts.get("comment", "").replace("\n", " ").replace("\r", " ").replace("\t", " ")
    path.write_bytes(write(tree) + b"# " + comment.encode() + b"\n")
    return path, texts


def _on_terminal(said: Said, texts: dict[str, str]) -> Wrong | None:
    """Whatever is shown of a plain text is shown as it is."""
    shown = " ".join((said.out + said.err).split())
    title = " ".join(texts.get("en", "").split())
    if MARK in shown and title.isprintable() and len(title) < 60 and MARK in title and title not in shown:
        at = shown.index(MARK)
        return "text changed on the terminal", f"{title!r} shown as {shown[max(at - 40, 0) : at + 40]!r}"
    return None


def _shown(out: Path, texts: dict[str, str], chance: random.Random) -> Wrong | None:
    """The tables and the manifest, and by chance the page or the workbook."""
    wrong = _manifest(out, texts) or _tables(out)
    if wrong:
        return wrong
    if chance.random() < 0.7:
        said = command("report", out)
        return misbehaviour(said) or _page(out / "report.html")
    said = command("workbook", out, "-q", "--lang", chance.choice(("en", "zh")))
    return misbehaviour(said) or _workbook(out / "workbook.xlsx")


def _manifest(out: Path, texts: dict[str, str]) -> Wrong | None:
    try:
        manifest = yaml.safe_load((out / "manifest.yaml").read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError) as fault:
        return "a manifest that cannot be read", str(fault)[:200]
    title = manifest["scenarios"][-1]["title"]
    title = title["en"] if isinstance(title, dict) else title
    if "en" in texts and title.split() != texts["en"].split():
        return "a title changed in the manifest", f"{texts['en'][:60]!r} became {title[:60]!r}"
    return None


def _tables(out: Path) -> Wrong | None:
    for path in out.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.reader(file):
                for cell in row:
                    if MARK in cell and FORMULA.match(cell):
                        return "a formula in a table", f"{path.name}: {cell[:60]!r}"
    return None


class _Tags(html.parser.HTMLParser):
    """What a browser would find: how many of each tag, and all attributes that act."""

    def __init__(self) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.acting: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count a tag; keep attributes that run something or that hold a hostile text as a name."""
        self.found[tag] += 1
        self.acting += [name for name, _ in attrs if name.startswith("on") or MARK.lower() in name]
        links = (
            (name, (value or "").strip()) for name, value in attrs if name in ("href", "src", "action", "formaction")
        )
        self.acting += [f"{name}={value}" for name, value in links if value.lower().startswith("javascript:")]


def _tags(page: Path) -> _Tags:
    parser = _Tags()
    parser.feed(page.read_text(encoding="utf-8"))
    parser.close()
    return parser


@cache
def _plain_page() -> Counter[str]:
    """Tags of the page of the same scenario with plain texts."""
    from tests.robustness.samples import made

    home = made("baseline", "no_change").parent
    path = home / "plain.yaml"
    path.write_bytes(write({
        "title": {"en": "Plain", "zh": "平常"}, "author": "Somebody", "reference": "None", "describes": "Nothing",
        "changes": [{"lever": "enrolment.hukou_rule", "value": "open", "from": "2027-01"}],
    }))  # fmt: skip
    said = command("report", made("baseline", path), "--out", home / "plain.html")
    assert said.code == 0, said.err + said.fault
    return _tags(home / "plain.html").found


def _page(page: Path) -> Wrong | None:
    tags, plain = _tags(page), _plain_page()
    strange = {tag for tag in tags.found if tag not in plain}
    more = {tag for tag in ("script", "style", "iframe", "img", "link", "h1", "title") if tags.found[tag] != plain[tag]}
    if strange or more or tags.acting:
        return "text that became a page's syntax", f"tags {strange | more}, attributes {tags.acting[:3]}"
    return None


def _workbook(book: Path) -> Wrong | None:
    with zipfile.ZipFile(book) as file:
        for name in file.namelist():
            if not name.endswith((".xml", ".rels")):
                continue
            try:
                tree = ElementTree.fromstring(file.read(name))
            except ElementTree.ParseError as fault:
                return "a workbook that is no XML", f"{name}: {fault}"
            for each in tree.iter():
                tag = each.tag.rpartition("}")[2]
                if tag in ("f", "formula1", "hyperlink") and MARK in "".join([each.text or "", *each.attrib.values()]):
                    return "a formula in the workbook", f"{name}: {(each.text or '')[:60]!r}"
                if tag == "Relationship" and MARK in each.attrib.get("Target", ""):
                    return "a link in the workbook", f"{name}: {each.attrib['Target'][:60]!r}"
    return None
