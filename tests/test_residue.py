"""Residue of machines in prose: what chat assistants leave in Markdown is found, what is written about them is not."""

import pytest

import textlint
from textlint.markup import reading
from textlint.model import Applicability, Document
from textlint.settings import RESIDUE

TALKS = "# The talks\n\nThe talks go on in Geneva, as the ministers said. No date was given.\n"

FOUND = [
    ("ai-opener", "Certainly! Here is a rewritten version of the article:\n\n" + TALKS),
    ("ai-closer", TALKS + "\nLet me know if you'd like me to add a summary!\n"),
    ("ai-refusal", TALKS + "\nAs an AI language model, I cannot give an opinion on them.\n"),
    ("ai-refusal", "- I'm sorry, but I can't assist with that request.\n\n" + TALKS),
    ("ai-refusal-inside", TALKS + "\nIt was late. As an AI language model, I cannot tell when it began.\n"),
    ("ai-token", TALKS + "\nThey go on :contentReference[oaicite:0]{index=0}.\n"),
    ("ai-token", TALKS + "\nThey go on 【4†source】.\n"),
    ("ai-interface", TALKS + "\nRegenerate response\n"),
    ("code-fence-around", f"```markdown\n{TALKS}```\n"),
    ("code-fence-around", f"\n```md\n{TALKS}\n```sh\nmake\n```\n\nThat is all.\n```\n\n"),
]

SILENT = [
    ("quoted", "# Chatbots\n\nThey say “As an AI language model, I cannot give an opinion” when asked.\n"),
    (
        "in code",
        "# Chatbots\n\nLook for `As an AI language model`, `turn0search0` and `Certainly!` in texts.\n",
    ),
    ("in a block of code", TALKS + "\n```\nAs an AI language model, I cannot say.\n```\n"),
    ("in a block quotation", TALKS + "\n> As an AI language model, I don't have opinions.\n"),
    ("a heading of a manual", "# Copy code\n\nSelect the lines first.\n"),
    ("the beginning of an example", "```markdown\n# Title\n```\n\nThis is how a title is written in it.\n"),
    ("examples at both ends", "```md\n# Title\n```\n\nor\n\n```\nTitle\n=====\n```\n"),
    ("code", "```sh\nmake\nmake test\nmake install\n```\n"),
    ("a fence in a longer one", f"````markdown\n```md\n{TALKS}```\n````\n"),
    (
        "a template",
        "# Letter\n\nDear [Your Name], write {{ name }} for a name and [insert date] for a date.\n",
    ),
    ("of course", "# Notes\n\nOf course, here one could also say that the talks go on.\n"),
]


@pytest.fixture(scope="module")
def ruleset():
    return textlint.load_ruleset(select=sorted(RESIDUE), profile="prose")


def found(text, ruleset):
    return textlint.check(text, ruleset, name="a.md")


def test_the_profile_for_prose_has_these_rules_and_no_others_of_the_pack():
    running = textlint.load_ruleset(profile="prose").reported

    assert {rule for rule in running if rule.startswith("scraping/")} == RESIDUE


@pytest.mark.parametrize(("rule", "text"), FOUND)
def test_finds(rule, text, ruleset):
    assert [each.rule for each in found(text, ruleset)] == [f"scraping/{rule}"]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in SILENT])
def test_leaves_alone(text, ruleset):
    assert found(text, ruleset) == ()


def test_only_what_has_no_other_meaning_is_fixed_unasked(ruleset):
    safe = {
        each.rule
        for _, text in FOUND
        for each in found(text, ruleset)
        if each.applicability == Applicability.SAFE
    }

    assert safe == {"scraping/ai-token"}


def test_a_fence_around_a_text_goes_with_both_its_lines(ruleset):
    text = f"{TALKS}\n```sh\nmake\n```\n\nThat is all.\n"

    assert textlint.fix(f"```markdown\n{text}```\n", ruleset, name="a.md", unsafe=True).text == text


def test_a_text_in_a_fence_is_read_as_markdown():
    prose = reading(Document(f"```markdown\n{TALKS}\nSee `code`.\n```\n", "a.md", "markdown")).prose

    assert "The talks go on" in prose
    assert "code" not in prose
