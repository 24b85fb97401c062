"""The worked cases of a checkout that stand on the official values: which of them change when a figure does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.domain.errors import UnknownEditionError, UnknownGoalError
from service.domain.evaluation import Evaluation
from service.domain.verdict import Graded, Rejected
from service.formats.lists.line_reader import check_shape
from service.formats.lists.strict_json import Object
from service.loading.strict_yaml import StrictYamlError, parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from service.domain.benchmark import Edition
    from service.domain.catalogue import Catalogue

CASES = "tests/cases"
"""The folder of the cases in a checkout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCase:
    """A line of a case whose verdict changes."""

    file: str
    case: str
    line: str
    before: str
    after: str


class CasesError(Exception):
    """A file of cases that cannot be read."""


def find_cases(folder: Path) -> Path | None:
    """The cases that belong to a ``benchmarks`` folder, if that is the one of a checkout."""
    real = folder.resolve()
    cases = real.parent / CASES
    return cases if real.name == "benchmarks" and cases.is_dir() else None


def changed_cases(cases: Path, before: Catalogue, after: Catalogue) -> list[ChangedCase]:
    """Every line of a published case whose verdict differs between two catalogues. Raises `CasesError`."""
    changed: list[ChangedCase] = []
    for path in sorted(cases.glob("*.yaml")):
        try:
            for case in _read(path):
                changed += _compare(path, case, before, after)
        except (OSError, UnicodeDecodeError, StrictYamlError) as error:
            raise CasesError(f"{path}: {error}") from error
        except (AttributeError, TypeError, UnknownEditionError, UnknownGoalError) as error:
            raise CasesError(f"{path}: {error!r}") from error
    return changed


def _compare(path: Path, case: dict[str, Any], before: Catalogue, after: Catalogue) -> list[ChangedCase]:
    lines = case.get("lines") or [case.get("line", {})]
    verdicts = (_verdicts(case, lines, catalogue) for catalogue in (before, after))
    return [
        ChangedCase(file=path.name, case=case.get("name", ""), line=" ".join(line.values()), before=old, after=new)
        for line, old, new in zip(lines, *verdicts, strict=True)
        if old != new
    ]


def _read(path: Path) -> list[dict[str, Any]]:
    """The cases with a source: the others show a rule, by values that are not official."""
    content = parse_yaml(path.read_text(encoding="utf-8"))
    return [case for case in content if "source" in case] if isinstance(content, list) else []


def _verdicts(case: dict[str, Any], lines: list[dict[str, str]], catalogue: Catalogue) -> list[str]:
    evaluation = Evaluation(catalogue, _edition(case, catalogue), Graded)
    shaped = [check_shape(Object(list(line.items()))) for line in lines]
    return [_standing(verdict) for verdict in evaluation.evaluate(shaped)]


def _edition(case: dict[str, Any], catalogue: Catalogue) -> Edition:
    """The edition that the case names, else its goal's, else the default one."""
    goal = case.get("goal")
    named = case.get("edition") or (catalogue.goal(goal).edition if isinstance(goal, str) else None)
    return catalogue.edition(named) if named else catalogue.default_edition


def _standing(verdict: Any) -> str:  # noqa: ANN401 - one of the kinds of verdict
    if isinstance(verdict, Graded):
        return verdict.standing.value
    return "rejected" if isinstance(verdict, Rejected) else str(verdict.reason)
