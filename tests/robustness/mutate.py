"""Files changed at random: their keys and values, their structure, their bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.robustness import hostile

Tree = Any  # nested dicts and lists of texts
Place = tuple[Any, Any]  # a dict or list, and a key or position in it


def read(path: Path) -> Tree:
    """A YAML file with every scalar as text, as the model reads it."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def write(tree: Tree) -> bytes:
    """A tree as YAML; texts that YAML would read as something else are quoted or not, as they came."""
    return yaml.dump(tree, allow_unicode=True, sort_keys=False, width=10_000, Dumper=_Plain).encode("utf-8")


class _Plain(yaml.SafeDumper):
    """Writes ``0.3`` or ``null`` without quotes, as a user does."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _scalar(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_plain = bool(text) and all(each.isalnum() or each in "._-+%" for each in text)
    return (
        dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None)
        if not is_plain
        else yaml.ScalarNode(dumper.resolve(yaml.ScalarNode, text, (True, False)), text)
    )


_Plain.add_representer(str, _scalar)


def places(tree: Tree) -> list[Place]:
    """Every place of a tree that holds something."""
    return list(_places(tree))


def _places(tree: Tree) -> Iterator[Place]:
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inside:
        yield tree, key
        yield from _places(value)


def any_value(chance: random.Random) -> Tree:
    """Something that may stand where a value is due."""
    pool = chance.choice((hostile.TEXTS, hostile.EMPTY, hostile.NUMBERS, hostile.NUMBERS, hostile.DATES, hostile.WORDS))
    value: Tree = chance.choice(pool)
    wrap = chance.random()
    if wrap < 0.06:
        return [value] * chance.choice((1, 2, 40))
    if wrap < 0.12:
        return {chance.choice(hostile.WORDS): value}
    if wrap < 0.14:
        return []
    if wrap < 0.16:
        return {}
    if wrap < 0.17:
        for _ in range(chance.choice((3, 20))):
            value = [value]
    return value


def misspelt(word: str, chance: random.Random) -> str:
    """A word with a letter lost, doubled, swapped, or in another case."""
    i = chance.randrange(max(len(word), 1))
    return chance.choice(
        (word[:i] + word[i + 1 :], word[:i] + word[i : i + 1] * 2 + word[i + 1 :], word.upper(), word + " ",
         word[:i] + word[i + 1 : i + 2] + word[i : i + 1] + word[i + 2 :], word.replace("_", "-"))
    )  # fmt: skip


def _replace(tree: Tree, place: Place, chance: random.Random) -> None:
    place[0][place[1]] = any_value(chance)


def _remove(tree: Tree, place: Place, chance: random.Random) -> None:
    del place[0][place[1]]


def _misspell(tree: Tree, place: Place, chance: random.Random) -> None:
    holder, key = place
    if isinstance(holder, dict):
        holder[misspelt(key, chance)] = holder.pop(key)
    elif isinstance(holder[key], str):
        holder[key] = misspelt(holder[key], chance)


def _misspell_value(tree: Tree, place: Place, chance: random.Random) -> None:
    if isinstance(place[0][place[1]], str):
        place[0][place[1]] = misspelt(place[0][place[1]], chance)


def _swap(tree: Tree, place: Place, chance: random.Random) -> None:
    """Two values change places, wherever they stand, unless one holds the other."""
    other = chance.choice(places(tree))
    mine, theirs = place[0][place[1]], other[0][other[1]]
    if isinstance(mine, str) and isinstance(theirs, str):
        place[0][place[1]], other[0][other[1]] = theirs, mine


def _repeat(tree: Tree, place: Place, chance: random.Random) -> None:
    holder, key = place
    if isinstance(holder, list):
        holder.insert(key, holder[key])
    else:
        holder[chance.choice(hostile.WORDS)] = holder[key]


def _flood(tree: Tree, place: Place, chance: random.Random) -> None:
    """A list with thousands of the same; each fault in it is a fault thousands of times."""
    holder, key = place
    if isinstance(holder, list):
        holder[key:key] = [holder[key]] * chance.choice((300, 5_000))


def _nudge(tree: Tree, place: Place, chance: random.Random) -> None:
    """A number moved by a digit, a sign or a power of ten; a date by months."""
    value = place[0][place[1]]
    if not isinstance(value, str) or not any(each.isdigit() for each in value):
        return
    i = chance.choice([k for k, each in enumerate(value) if each.isdigit()])
    place[0][place[1]] = chance.choice(
        (value[:i] + str(chance.randrange(10)) + value[i + 1 :], "-" + value, value + "0", value[:i] + value[i + 1 :],
         value + "e9")
    )  # fmt: skip


_OF_TREES: tuple[Callable[[Tree, Place, random.Random], None], ...] = (
    _replace, _replace, _replace, _remove, _misspell, _misspell_value, _swap, _repeat, _flood, _nudge, _nudge, _nudge,
)  # fmt: skip


def change_tree(tree: Tree, chance: random.Random) -> str:
    """Change a tree in one to three places; says what was done."""
    done = []
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        found = places(tree)
        if found:
            change = chance.choice(_OF_TREES)
            holder, key = chance.choice(found)
            done.append(f"{change.__name__.strip('_')} {str(key)[:30]}")
            change(tree, (holder, key), chance)
    return ", ".join(done)


def change_bytes(raw: bytes, chance: random.Random) -> tuple[bytes, str]:
    """A file changed as text or as bytes; and what was done."""
    text = raw.decode("utf-8")
    lines = text.splitlines(keepends=True)
    line, at = chance.randrange(len(lines)), chance.randrange(len(text))
    letter = chance.choice(
        (*"\t\0\r:-{}[],&*!|>'\"#%@`\\<~", "\u0085", "\ufeff", "\u2028", "\u200b", "\x1b", "：", "\n\n")
    )
    syntax = chance.choice(
        (
            "---\n",
            "...\n",
            "<<: *a\n",
            "a: &a [*a]\n",
            "!!set {a}\n",
            "? a\n",
            "%YAML 9.9\n",
            "- x\n",
            "  x: 1\n",
            "x:\n",
            "\t\n",
        )
    )
    changes: tuple[tuple[str, Callable[[], bytes]], ...] = (
        ("cut short", lambda: text[:at].encode()),
        ("a line lost", lambda: "".join(lines[:line] + lines[line + 1 :]).encode()),
        ("a line twice", lambda: "".join(lines[: line + 1] + lines[line:]).encode()),
        ("a line elsewhere", lambda: "".join(sorted(lines, key=lambda each: (each is lines[line], each[:0]))).encode()),
        (f"{letter!r} put in", lambda: (text[:at] + letter + text[at:]).encode()),
        (f"{syntax!r} put in", lambda: "".join([*lines[:line], syntax, *lines[line:]]).encode()),
        ("indented", lambda: "".join([*lines[:line], " " * chance.choice((1, 2, 400)), *lines[line:]]).encode()),
        ("CRLF", lambda: text.replace("\n", "\r\n").encode()),
        ("CR", lambda: text.replace("\n", "\r").encode()),
        ("another encoding", lambda: text.encode(chance.choice(hostile.ENCODINGS), "replace")),
        ("a byte turned", lambda: _with_byte(raw, chance)),
        ("three times itself", lambda: raw * 3),
        ("nothing", lambda: b""),
        ("only spaces", lambda: b"  \n" * chance.choice((1, 1000))),
        ("deep", lambda: raw + b"x: " + b"[" * chance.choice((15, 20, 50_000))),
        ("huge", lambda: raw + b"#" * chance.choice((100_000, 3_000_000))),
        ("many keys", lambda: raw + b"".join(b"k%d: 1\n" % i for i in range(chance.choice((100, 20_000))))),
    )  # fmt: skip
    what, change = chance.choice(changes)
    return change(), what


def _with_byte(raw: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(raw))
    return raw[:at] + bytes([chance.randrange(256)]) + raw[at + 1 :]


def mutated(path: Path, chance: random.Random) -> tuple[bytes, str]:
    """A shipped file, mutated; and what was done to it."""
    if chance.random() < 0.3:
        raw, what = change_bytes(path.read_bytes(), chance)
    else:
        tree = read(path)
        what = change_tree(tree, chance)
        raw = write(tree)
    return raw, f"{path.name}: {what}"
