"""`waymark export-site` as an operator runs it."""

from pathlib import Path

import pytest

from tests.commands.running import Installation


def test_it_writes_a_copy_with_the_public_sites_secrets_only(
    installation: Installation, tmp_path: Path
) -> None:
    (installation.home / "secrets" / "staff_secret").unlink()
    folder = tmp_path / "copy"
    drawn = ("--leave-out", "pdf", "--leave-out", "svg")
    address = ("--url", "https://help.example/")
    done = installation.run("export-site", folder, "--language", "en", *drawn, *address)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "What needs the internet leads to https://help.example/" in done.stdout
    assert (folder / "en" / "index.html").is_file()
    assert not (folder / "ar").exists()
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for name in ("public_secret", "receipt_key"):
                secret = (installation.home / "secrets" / name).read_bytes().strip()
                assert secret not in content


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("--url", "help.example"), "write it like"), (("--language", "xx"), "no language xx")],
)
def test_what_cannot_be_done_is_one_sentence(
    installation: Installation, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = installation.run("export-site", tmp_path / "copy", *arguments)
    assert done.returncode == 1
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.glob("*copy*")) == []
