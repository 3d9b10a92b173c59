"""Both hooks with the real pre-commit, in a real git repository."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHIPPED = (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE", "NOTICE", "textlint", "rules")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Run a command with an identity, the tools of this environment, pinned packages and a cache of its own."""
    env = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PIP_CONSTRAINT": str(ROOT / "tests/constraints.txt"),
        "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit")),
        **{f"GIT_{role}_{key}": "a@b.c" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")},
    }
    return lambda cwd, *args: subprocess.run(
        args, cwd=cwd, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def hooks(run, tmp_path_factory):
    """A repository that offers the hooks, as it would stand on a server, and its revision."""
    folder = tmp_path_factory.mktemp("hooks")
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    run(folder, "git", "init", "-q")
    run(folder, "git", "add", "-A")
    run(folder, "git", "commit", "-qm", "hooks")
    return folder, run(folder, "git", "rev-parse", "HEAD").stdout.strip()


def test_a_bad_text_is_stopped_then_fixed_then_committed(run, hooks, tmp_path):
    folder, revision = hooks
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: {folder.as_uri()}, rev: {revision},"
        " hooks: [{id: textlint-fix}, {id: textlint}]}]\n"
    )
    (tmp_path / "news.txt").write_text("It ended.. He left.\n")
    (tmp_path / "notes.md").write_text(
        "# Notes\n\nIt ended.. Run `go.. Now`.\n\n```\nIt ended.. He left.\n```\n"
    )
    (tmp_path / "page.html").write_text("<p>It ended.. <code>It ended.. He left.</code></p>\n")
    (tmp_path / "code.py").write_text("x = '..'  # It ended.. He left.\n")
    run(tmp_path, "git", "init", "-q")
    run(tmp_path, "pre-commit", "install")
    run(tmp_path, "git", "add", "-A")

    stopped = run(tmp_path, "git", "commit", "-m", "news")
    run(tmp_path, "git", "add", "-A")
    committed = run(tmp_path, "git", "commit", "-m", "news")

    assert stopped.returncode == 1
    assert committed.returncode == 0, committed.stdout + committed.stderr
    committed = {
        name: run(tmp_path, "git", "show", f"HEAD:{name}").stdout
        for name in run(tmp_path, "git", "ls-files").stdout.split()
    }
    del committed[".pre-commit-config.yaml"]
    assert committed == {
        "news.txt": "It ended. He left.\n",
        "notes.md": "# Notes\n\nIt ended. Run `go.. Now`.\n\n```\nIt ended.. He left.\n```\n",
        "page.html": "<p>It ended. <code>It ended.. He left.</code></p>\n",
        "code.py": "x = '..'  # It ended.. He left.\n",
    }


def test_the_reporting_hook_writes_nothing(run, hooks, tmp_path):
    folder, revision = hooks
    (tmp_path / ".pre-commit-config.yaml").write_text(
        f"repos: [{{repo: {folder.as_uri()}, rev: {revision}, hooks: [{{id: textlint}}]}}]\n"
    )
    (tmp_path / "news.txt").write_text("It ended.. He left.\n")
    run(tmp_path, "git", "init", "-q")
    run(tmp_path, "pre-commit", "install")
    run(tmp_path, "git", "add", "-A")

    stopped = run(tmp_path, "git", "commit", "-m", "news")

    assert stopped.returncode == 1
    assert "news.txt:1:9: punctuation/doubled" in stopped.stdout + stopped.stderr
    assert (tmp_path / "news.txt").read_text() == "It ended.. He left.\n"
