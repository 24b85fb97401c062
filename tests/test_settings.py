"""The settings of an operator: their defaults, and which values are refused."""

from pathlib import Path

import pytest

from service.settings import Settings, SettingsError

PROJECT = Path(__file__).parents[1]


def test_the_defaults_are_the_limits_of_the_contract():
    """A body of 64 MiB, 200,000 lines in one JSON request; the data is beside the package."""
    settings = Settings.from_mapping({})
    assert settings == Settings()
    assert (settings.max_body_bytes, settings.max_lines) == (64 * 1024 * 1024, 200_000)
    assert settings.benchmarks_dir == PROJECT / "benchmarks"
    assert settings.openapi_file == PROJECT / "openapi.yaml"


def test_every_setting_is_read_by_its_name():
    settings = Settings.from_mapping(
        {
            "HOST": "::1",
            "PORT": "80",
            "WEB_CONCURRENCY": "3",
            "BENCHMARKS_DIR": "/data",
            "MAX_BODY_BYTES": "1000",
            "MAX_LINES": "7",
            "MAX_STREAM_LINES": "8",
            "HOME": "/",
        }
    )
    assert settings == Settings(
        host="::1",
        port=80,
        workers=3,
        benchmarks_dir=Path("/data"),
        max_body_bytes=1000,
        max_lines=7,
        max_stream_lines=8,
    )


def test_an_empty_setting_is_the_default():
    """Compose files and shells pass an unset variable as an empty one."""
    assert (
        Settings.from_mapping(dict.fromkeys(("BENCHMARKS_DIR", "MAX_BODY_BYTES", "MAX_LINES", "MAX_STREAM_LINES"), ""))
        == Settings()
    )


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("007", 7), ("999999999999", 999_999_999_999)])
def test_a_limit_is_a_whole_number_above_0(text, number):
    assert Settings.from_mapping({"MAX_LINES": text}).max_lines == number


@pytest.mark.parametrize("name", ["MAX_BODY_BYTES", "MAX_LINES", "MAX_STREAM_LINES"])
@pytest.mark.parametrize(
    "text",
    [
        "0",
        "00",
        "-1",
        "+1",
        "1.5",
        "1e3",
        "1_000",
        "64M",
        "64 MiB",
        " 1",
        "1 ",
        "ten",
        "１０",
        "٣",
        "²",
        "1000000000000",
    ],
)
def test_other_texts_are_refused_with_the_name_of_the_setting(name, text):
    with pytest.raises(SettingsError, match=name) as refused:
        Settings.from_mapping({name: text})
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [("WEB_CONCURRENCY", "0"), ("WEB_CONCURRENCY", "513"), ("PORT", "0"), ("PORT", "65536"), ("PORT", "http")],
)
def test_numbers_out_of_bounds_are_refused_with_the_name_of_the_setting(name, text):
    with pytest.raises(SettingsError, match=name) as refused:
        Settings.from_mapping({name: text})
    assert repr(text) in str(refused.value)


def test_settings_are_read_from_the_environment(monkeypatch):
    for name in ("BENCHMARKS_DIR", "MAX_BODY_BYTES", "MAX_LINES", "MAX_STREAM_LINES"):
        monkeypatch.delenv(name, raising=False)
    assert Settings.from_environment() == Settings()
    monkeypatch.setenv("MAX_LINES", "12")
    assert Settings.from_environment().max_lines == 12


def test_settings_cannot_be_changed():
    with pytest.raises(AttributeError):
        Settings().max_lines = 1
