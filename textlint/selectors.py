"""selectors – which rules run, and how severe they are: packs, ids, profiles."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from textlint.errors import RuleError, SettingsError, expected
from textlint.model import Brief, Rule, Severity
from textlint.settings import PROFILES, RESIDUE

Named = TypeVar("Named", Rule[Any], Brief)


def joined(rules: Iterable[Named]) -> tuple[Named, ...]:
    """Rules or briefs sorted by id. Raises RuleError where two files have one id."""
    known: dict[str, Named] = {}
    for rule in rules:
        if rule.id in known and rule.path.resolve() != known[rule.id].path.resolve():
            raise RuleError(f"rule {rule.id!r} is there already, in {known[rule.id].path}", rule.path)
        known.setdefault(rule.id, rule)
    return tuple(known[name] for name in sorted(known))


def select(
    rules: Sequence[Named],
    *,
    select: Sequence[str] | None = None,
    extend_select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    profile: str = "scraped",
) -> tuple[Named, ...]:
    """The rules to run. A selector is a rule's id, a pack, or "all"; of two that fit the longer one counts.

    Raises SettingsError for a selector that fits no rule.
    """
    if profile not in PROFILES:
        problem = f"unknown profile {profile!r}{expected(profile, PROFILES)}"
        raise SettingsError(problem, keys=("profile", profile))
    for key, selectors in (("select", select or ()), ("extend-select", extend_select), ("ignore", ignore)):
        _require_known(rules, key, selectors)
    wanted, unwanted = {*(select or ()), *extend_select}, set(ignore)

    def runs(rule: Named) -> bool:
        off = rule.id in PROFILES[profile] or (rule.pack in PROFILES[profile] and rule.id not in RESIDUE)
        default = select is None and rule.enabled and not off
        for selectors in ({rule.id}, {rule.pack}, {"all"}):
            if selectors & unwanted:
                return False
            if selectors & wanted:
                return True
        return default

    return tuple(rule for rule in rules if runs(rule))


def require_changes(
    rules: Sequence[Named], severity: Sequence[tuple[str, Severity]], options: Sequence[tuple[str, str, str]]
) -> None:
    """Raise SettingsError where settings name a rule that is not there."""
    _require_known(rules, "severity", [selector for selector, _ in severity])
    known = {rule.id for rule in rules}
    for rule, *_ in options:
        if rule not in known:
            listed = expected(rule, known) or "; see `textlint rules`"
            raise SettingsError(f"unknown rule {rule!r}{listed}", keys=("options", rule))


def severity_of(rule: Named, severity: Sequence[tuple[str, Severity]]) -> Severity:
    """The severity of a rule, if settings give some; the longer selector counts."""
    given = dict(severity)
    fitting = (given[selector] for selector in (rule.id, rule.pack, "all") if selector in given)
    return next(fitting, rule.severity)


def _require_known(rules: Sequence[Named], key: str, selectors: Collection[str]) -> None:
    """Raise SettingsError for a selector that fits no rule; `key` is where it stands in settings."""
    known = {"all"} | {rule.pack for rule in rules} | {rule.id for rule in rules}
    if key == "ignore" and selectors:  # findings about suppressions have no rules, and can only be ignored
        from textlint.suppress import OWN  # noqa: PLC0415 - late: few settings ignore anything

        known |= {"textlint", *OWN}
    for selector in selectors:
        if selector not in known:
            listed = expected(selector, known) or "; see `textlint rules`"
            raise SettingsError(f"unknown rule or pack {selector!r}{listed}", keys=(key, selector))
