"""A value is checked piece by piece, and each fault says where it is."""

from __future__ import annotations

from bot.playground import shape


def test_a_fault_names_its_place_as_a_json_pointer() -> None:
    assert shape.fault("is odd", "/blocks/0") == "is odd [json-pointer:/blocks/0]"


def test_keys_are_all_known_and_all_there() -> None:
    node = {"type": "x", "text": 1, "colour": 2}

    assert [*shape.keys(node, "", needs="text elements")] == [
        "invalid additional property: colour [json-pointer:]",
        "missing required field: elements [json-pointer:]",
    ]
    assert [*shape.keys(node, "", needs="text", may="colour")] == []


def test_what_is_absent_is_no_fault_but_what_is_empty_or_null_is() -> None:
    assert [*shape.string({}, "url", 3, "")] == []
    assert [*shape.string({"url": "abc"}, "url", 3, "")] == []
    assert len([*shape.string({"url": ""}, "url", 3, "")]) == 1
    assert len([*shape.string({"url": None}, "url", 3, "")]) == 1
    assert [*shape.number({}, "indent", 8, "")] == []
    assert len([*shape.number({"indent": True}, "indent", 8, "")]) == 1
    assert len([*shape.number({"indent": -1}, "indent", 8, "")]) == 1


def test_only_strings_can_be_the_same() -> None:
    same = [{"id": "a"}, {"id": "b"}, {"id": "a"}, {"id": []}, {"id": []}, {}, 5]

    found = [*shape.unique(same, "id", "/all")]
    assert found == ['`id` "a" already exists [json-pointer:/all/2/id]']
    assert [*shape.unique("no list", "id", "/all")] == []
