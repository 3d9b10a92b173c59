"""selection – the rules that settings ask for, and their rulesets."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from textlint import briefs, compiler
from textlint.errors import SettingsError, expected
from textlint.model import Rule
from textlint.rulesets import Ruleset
from textlint.selectors import select
from textlint.settings import Settings, located


@cache
def ruleset_for(settings: Settings) -> Ruleset:
    """The ruleset that settings ask for; errors name the line of the settings file."""
    choice = compiler.Choice(
        tuple(map(str, settings.rules)), settings.severity, settings.options, **_selectors(settings)
    )
    try:
        return _ruleset(choice)
    except SettingsError as error:
        raise located(error, settings) from None


def problems(settings: Settings) -> list[str]:
    """A line for each rule that has given up on texts since the last call."""
    return [
        f"rule {rule} has given up on {count} text{'s' * (count > 1)}: its pattern takes too many steps there"
        for rule, count in ruleset_for(settings).core.given_up()
    ]


_ruleset = cache(compiler.ruleset)  # files may differ in settings that do not concern rules, such as words


def forget() -> None:
    """Read the rules anew from here on."""
    ruleset_for.cache_clear()
    _ruleset.cache_clear()


def rule(settings: Settings, name: str) -> Rule[Any]:
    """The rule with an id, as settings change it. Raises SettingsError where there is none."""
    try:
        known = briefs.changed(briefs.load(settings.rules), settings.severity, settings.options)
    except SettingsError as error:
        raise located(error, settings) from None
    found = next((each for each in known if each.id == name), None)
    if found is None:
        hint = expected(name, [each.id for each in known]) or "; see `textlint rules`"
        raise SettingsError(f"unknown rule {name!r}{hint}")
    return briefs.full(found)


def available(settings: Settings) -> Sequence[Rule[Any]]:
    """All rules, as settings change them; errors name the line of the settings file."""
    from textlint import rules  # noqa: PLC0415 - late: checking reads no rule file

    try:
        return rules.changed(rules.load(settings.rules), settings.severity, settings.options)
    except SettingsError as error:
        raise located(error, settings) from None


def chosen(settings: Settings, available: Sequence[Rule[Any]]) -> Sequence[Rule[Any]]:
    """The rules that settings ask for; errors name the line of the settings file."""
    try:
        return select(available, **_selectors(settings))
    except SettingsError as error:
        raise located(error, settings) from None


def _selectors(settings: Settings) -> dict[str, Any]:
    selectors = {name: getattr(settings, name) for name in ("select", "extend_select", "ignore")}
    return {**selectors, "profile": settings.profile or "scraped"}  # where no file says what it is
