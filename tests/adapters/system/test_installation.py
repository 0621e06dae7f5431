"""The command that adds a part of followupd: as it was installed itself."""

from pathlib import Path

from followupd.adapters.system.installation import describe_extra_install, list_extra_libraries


def test_pipx_injects_and_pip_installs(tmp_path: Path) -> None:
    assert describe_extra_install("push", str(tmp_path)) == f"{tmp_path}/bin/pip install apprise"
    (tmp_path / "pipx_metadata.json").write_text("{}")
    assert describe_extra_install("push", str(tmp_path)) == "pipx inject followupd apprise"


def test_uv_installs_from_where_it_came(tmp_path: Path) -> None:
    (tmp_path / "uv-receipt.toml").write_text(
        '[tool]\nrequirements = [{ name = "followupd", directory = "/home/sam/followupd" }]\n'
    )
    assert (
        describe_extra_install("cards", str(tmp_path))
        == "uv tool install --with pillow,zxing-cpp /home/sam/followupd"
    )


def test_the_libraries_are_those_of_the_package() -> None:
    assert [library[:7] for library in list_extra_libraries("push")] == ["apprise"]
    assert list_extra_libraries("nothing") == []
