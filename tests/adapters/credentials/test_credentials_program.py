# ruff: noqa: ARG001, F811 - naming a fixture is asking for it
"""The mailbox secret as a program prints it: no shell, no end of patience, and no word of it in any trouble."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from loopback import wait_until
from secret_env import MARK, account, chain, enter, nowhere  # noqa: F401 - fixtures

from followupd.adapters.credentials.credentials import Credentials
from followupd.adapters.credentials.secret_stores import LoginNeeded, NoSecretStore
from followupd.engine.ports import Mechanism
from followupd.errors import TryAgain


def python(script: str) -> dict[str, list[str]]:
    return {"command": [sys.executable, "-c", script]}


def test_a_program_prints_the_secret_on_its_first_line(nowhere: Path) -> None:
    assert Credentials(account(secret=python("print('s3cret');print('user: sam')")))().secret == "s3cret"


def test_with_oauth2_a_program_prints_a_fresh_token_for_each_login(nowhere: Path) -> None:
    counting = "import pathlib;p=pathlib.Path.home()/'n';n=int(p.read_text() if p.exists() else 0)+1;p.write_text(str(n));print(n)"
    credentials = Credentials(account(secret=python(counting), auth="oauth2"))

    logins = [credentials(), credentials()]

    assert [(login.secret, login.mechanism) for login in logins] == [
        ("1", Mechanism.XOAUTH2),
        ("2", Mechanism.XOAUTH2),
    ]


def test_no_shell_looks_at_the_words_of_a_program(nowhere: Path) -> None:
    assert Credentials(account(secret={"command": ["/bin/echo", "$HOME;`id`"]}))().secret == "$HOME;`id`"


def test_of_a_failing_program_nothing_is_quoted_for_either_output_may_hold_the_secret(nowhere: Path) -> None:
    """The sentence is logged and mailed; programs complain with the password that was refused."""
    script = f"import sys;print({MARK!r});print('password is',{MARK!r},file=sys.stderr);sys.exit(3)"

    with pytest.raises(TryAgain, match="status 3; run it yourself to see what it says") as told:
        Credentials(account(secret=python(script)))()
    assert MARK not in str(told.value)
    assert MARK not in Credentials(account(secret=python(script))).query_status().why


def test_a_program_that_hangs_is_ended_with_everything_it_started(nowhere: Path) -> None:
    script = f"import subprocess,sys,time;print({MARK!r},flush=True);subprocess.run(['sleep','4711'])"

    with pytest.raises(TryAgain, match="did not end within 1 s") as told:
        Credentials(account(secret=python(script)), command_limit=1)()

    wait_until(lambda: not any(map(sleeping, Path("/proc").glob("[0-9]*/cmdline"))), "all of it was ended")
    assert chain(told.value).find(MARK) == -1


def sleeping(cmdline: Path) -> bool:
    try:
        return cmdline.read_text() == "sleep\x004711\0"
    except OSError:
        return False


def test_a_program_that_is_not_there_is_named(nowhere: Path) -> None:
    with pytest.raises(NoSecretStore, match=r"cannot run no-such-program.*`account.secret.command`"):
        Credentials(account(secret={"command": ["no-such-program"]}))()


def test_a_machine_that_is_out_of_descriptors_is_no_error_of_the_configuration(nowhere: Path) -> None:
    """The next try may find some: nothing has to be corrected."""
    script = (
        "import os, resource\n"
        "from secret_env import account\n"
        "from followupd.adapters.credentials.credentials import Credentials\n"
        "credentials = Credentials(account(secret={'command': ['/bin/cat', '/dev/null']}))\n"
        "from followupd.errors import FollowupdError\n"
        "used = os.open('/dev/null', os.O_RDONLY)\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (used + 1, used + 1))\n"
        "try: credentials()\n"
        "except FollowupdError as error: print(error)\n"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    told = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert "cannot run /bin/cat: Too many open files" in told.stdout
    assert "correct" not in told.stdout


def test_a_program_that_prints_nothing_gave_no_secret(nowhere: Path) -> None:
    with pytest.raises(LoginNeeded, match="printed nothing"):
        Credentials(account(secret={"command": ["true"]}))()
