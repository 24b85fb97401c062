"""Access keys: how they are made, stored, checked and rotated."""

import logging

import pytest

from service.access_keys import Keys, KeysError, new_key


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys.txt"


def make_keys(file, *names):
    """Make keys of these names, in a file that replaces the one before."""
    pairs = [new_key(name) for name in names]
    fresh = file.with_suffix(".new")
    fresh.write_text("".join(f"{entry}\n" for _, entry in pairs), encoding="ascii")
    fresh.replace(file)
    return [key for key, _ in pairs]


def test_a_key_is_accepted_under_its_name(file):
    kiln, pot = make_keys(file, "kiln", "pot")
    keys = Keys(file)
    assert (keys.owner(kiln), keys.owner(pot)) == ("kiln", "pot")


def test_a_wrong_key_is_not_accepted(file):
    kiln, pot = make_keys(file, "kiln", "pot")
    keys = Keys(file)
    _, _, secret = pot.partition(".")
    cut = ("", ".", "kiln", "kiln.", kiln[:-1], kiln + "x", kiln.upper(), "钥")
    for wrong in (*cut, f"kiln.{secret}", f"nobody.{secret}"):
        assert keys.owner(wrong) is None, wrong


def test_the_file_does_not_contain_the_secret(file):
    (key,) = make_keys(file, "kiln")
    assert key.partition(".")[2] not in file.read_text(encoding="ascii")


def test_two_keys_of_one_name_differ_and_their_hashes_are_salted():
    (one, entry), (other, another) = new_key("kiln"), new_key("kiln")
    assert one != other
    assert len({field for line in (entry, another) for field in line.split(":")}) == 5


def test_comments_and_empty_lines_are_skipped(file):
    key, entry = new_key("kiln")
    file.write_text(f"# of the ministry\n\n{entry}\n   \n", encoding="utf-8")
    assert Keys(file).owner(key) == "kiln"


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["no key in it"]),
        ("# none yet\n", ["no key in it"]),
        ("kiln\npot:00:11\n", ["line 1: not id:salt:hash", "line 2: not id:salt:hash"]),
        (f"a b:{'0' * 32}:{'0' * 64}", ["line 1: not id:salt:hash"]),
        (f"kiln:{'0' * 32}:{'0' * 63}", ["line 1: not id:salt:hash"]),
        (f"kiln:{'0' * 32}:{'0' * 64}\nkiln:{'1' * 32}:{'1' * 64}\n", ["line 2: duplicate id"]),
        ("窑:1:2", ["line 1: not id:salt:hash"]),
        ("x" * (1024 * 1024 + 1), ["larger than 1048576 bytes"]),
    ],
)
def test_an_invalid_file_is_refused_with_every_fault(file, text, faults):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(KeysError) as refused:
        Keys(file)
    assert list(refused.value.faults) == [f"keys.txt: {fault}" for fault in faults]


def test_a_missing_file_is_refused_without_its_path(file):
    with pytest.raises(KeysError, match=r"^keys.txt: No such file or directory$"):
        Keys(file)


def test_a_fault_never_quotes_the_file(file):
    key, _ = new_key("kiln")
    file.write_text(f"{key}\n", encoding="ascii")
    with pytest.raises(KeysError) as refused:
        Keys(file)
    assert key.partition(".")[2] not in str(refused.value)


def test_a_replaced_file_is_loaded_without_a_restart(file):
    """Keys can be rotated by replacing the file."""
    (old,) = make_keys(file, "kiln")
    keys = Keys(file)
    (new,) = make_keys(file, "kiln-2")
    assert (keys.owner(new), keys.owner(old)) == ("kiln-2", None)
    assert keys.known() == ("kiln-2",)


@pytest.mark.parametrize("broken", ["", "kiln:no\n", None])
def test_an_invalid_new_file_keeps_the_old_keys_until_it_is_fixed(file, broken, caplog):
    """An invalid new file is logged once, and `faults` shows it."""
    (old,) = make_keys(file, "kiln")
    keys = Keys(file)
    if broken is None:
        file.unlink()
    else:
        file.write_text(broken, encoding="ascii")
    with caplog.at_level(logging.ERROR):
        assert [keys.owner(old) for _ in range(3)] == ["kiln"] * 3
    assert len(caplog.records) == 1
    assert len(keys.faults) == 1
    (new,) = make_keys(file, "pot")
    assert (keys.owner(new), keys.owner(old), keys.faults) == ("pot", None, ())


@pytest.mark.parametrize("name", ["", "a:b", "窑", "a b", "x" * 65])
def test_a_name_that_the_file_cannot_store_is_refused(name):
    with pytest.raises(ValueError, match="1 to 64"):
        new_key(name)
