"""``keys add``: a key, shown once, and its line for the file of keys."""

import pytest

from service.access_keys import Keys


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_key_is_shown_once_and_its_line_is_what_is_kept(shell, tmp_path, monkeypatch, lang):
    monkeypatch.setenv("LC_ALL", lang)
    ended = shell("keys", "add", "kiln")
    assert ended.status == 0
    file = tmp_path / "keys.txt"
    file.write_bytes(ended.out)
    key = ended.err.strip().rpartition(" " if lang == "en" else "：")[2]
    assert Keys(file).owner(key) == "kiln"
    assert key not in ended.text


@pytest.mark.parametrize("name", ["", "a:b", "窑", "a b", "x" * 65])
def test_a_name_that_cannot_stand_in_the_file_is_refused(shell, name):
    ended = shell("keys", "add", name)
    assert (ended.status, ended.out) == (3, b"")
    assert "1 to 64" in ended.err


def test_help_says_where_the_line_belongs(shell):
    assert "python -m service keys add NAME >> keys.txt" in shell("keys", "add", "--help").text
