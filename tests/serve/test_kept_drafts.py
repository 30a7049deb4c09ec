"""Drafts on the disk: what was kept comes back; a file that holds anything else is not a draft, and nothing breaks."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulate.serve.draft import Draft, DraftChange
from simulate.serve.kept_drafts import KeptDrafts
from simulate.serve.window import typed
from simulate.serve.writing import to_yaml

CHANGE = DraftChange("employee_pension.flexible_base_floor_ratio", amount="0.3", where={"province": ["gansu"]})
DRAFT = Draft(english="Mine", expects={"fund_revenue": "up"}, meant_for=["baseline"], overrides=["x"], changes=[CHANGE])
TEXTS = ("base", "name", "english", "chinese", "author", "reference", "describes")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def test_a_draft_comes_back_as_it_was_kept(tmp_path):
    KeptDrafts(tmp_path).save("tab-1", DRAFT)
    assert KeptDrafts(tmp_path).find("tab-1") == DRAFT


@given(content=ANYTHING | st.fixed_dictionaries({"changes": ANYTHING}) | st.fixed_dictionaries(
    {key: ANYTHING for key in ("changes", "expects", "overrides", "author")}))  # fmt: skip
def test_whatever_a_file_holds_the_page_begins(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "tab-1.json").write_text(json.dumps(content), encoding="utf-8")
    found = KeptDrafts(folder).find("tab-1")
    assert found is None or to_yaml(found)


WRONG = [None, 5, 1.5, True, ["a"], {"a": "b"}, [["a"]]]


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_field_of_another_kind_is_no_draft(tmp_path, wrong):
    whole = asdict(DRAFT)
    spoilt = [whole | {key: wrong} for key in TEXTS]
    spoilt += [
        whole | {"changes": [whole["changes"][0] | {key: wrong}]} for key in ("lever", "amount", "start", "stop")
    ]
    spoilt += [
        whole | {"changes": [whole["changes"][0] | {"where": {"province": each}}]} for each in ("gansu", [wrong])
    ]
    spoilt += [whole | {"overrides": [wrong]}, whole | {"expects": {"fund_revenue": wrong}}]
    for i, each in enumerate(spoilt):
        (tmp_path / f"tab-{i}.json").write_text(json.dumps(each), encoding="utf-8")
    drafts = KeptDrafts(tmp_path)
    assert [drafts.find(f"tab-{i}") for i in range(len(spoilt))] == [None] * len(spoilt)


@given(value=ANYTHING)
def test_a_field_of_the_page_gives_a_text_whatever_is_sent(value):
    assert typed(value) == (value if isinstance(value, str) else "")
