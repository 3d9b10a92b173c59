"""The wheel, installed where there is no checkout, brings its rules along."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_wheel_works_on_its_own(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT],
        check=True,
        capture_output=True,
    )
    wheel = next(tmp_path.glob("*.whl"))
    venv.create(tmp_path / "venv", with_pip=True)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "a.txt").write_text("It ended.. He left.\n")

    install = [tmp_path / "venv/bin/pip", "install", "-q", "-c", ROOT / "tests/constraints.txt", wheel]
    subprocess.run(install, check=True, capture_output=True)
    tested, checked = (
        subprocess.run(
            [tmp_path / "venv/bin/textlint", command], cwd=folder, capture_output=True, check=False
        )
        for command in ("test", "check")
    )

    assert tested.returncode == 0, tested.stdout.decode()
    assert " 0 failed." in tested.stderr.decode()
    assert checked.stdout.decode().startswith("a.txt:1:9: punctuation/doubled [*] ")
