"""Commands of followupd, each in a separate process, forked from an interpreter that has loaded everything."""

import subprocess
import tempfile
from datetime import datetime
from pathlib import Path

from warm_python import WARM, become


def followupd(
    words: list[str],
    env: dict[str, str],
    given: str = "",
    timeout: float = 120.0,
    now: datetime | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `followupd WORDS` in exactly this environment, without a terminal, and return the result."""
    with tempfile.TemporaryDirectory() as directory:
        files = [Path(directory, name) for name in ("in", "out", "err")]
        for file in files:
            file.write_text("")
        files[0].write_text(given)
        process = WARM.Process(
            target=become,
            args=(words, env, [str(f) for f in files], str(Path.cwd()), now and now.isoformat()),
        )
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(words, timeout, files[1].read_bytes(), files[2].read_bytes())
        _, out, err = (f.read_text(errors="replace") for f in files)
        return subprocess.CompletedProcess(words, process.exitcode, out, err)
