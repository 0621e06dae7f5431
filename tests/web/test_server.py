"""The page on a real socket: on loopback alone, and gone when nobody looks."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest
from command_env import Desk as CommandDesk
from page_env import Browser

from followupd.adapters.system.listening import open_loopback_socket, require_loopback, take_passed_socket
from followupd.adapters.workers import process
from followupd.errors import FollowupdError, UsageError
from followupd.web.http_connection import MAX_CONNECTIONS
from followupd.web.server import PageServer

TIMEOUT = 120


@contextmanager
def serving(browser: Browser, idle_seconds: float = 600) -> Iterator[tuple[int, threading.Thread]]:
    browser.run(lambda desk: desk.close())  # another thread goes on with it
    listener = open_loopback_socket(0)
    port = listener.getsockname()[1]
    server = PageServer(browser.desk, listener, idle_seconds)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        yield port, thread
    finally:
        server.stop()
        thread.join(TIMEOUT)
        assert not thread.is_alive()


def ask(port: int, path: str, headers: dict[str, str] | None = None) -> tuple[int, str, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    connection.request("GET", path, headers=headers or {})
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    return answer.status, body, {name.lower(): value for name, value in answer.getheaders()}


def send_raw(port: int, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as connection:
        answer = b""
        # It closes the connection as soon as it refuses: that may be before all was sent to it.
        with suppress(OSError):
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
        with suppress(ConnectionResetError):
            while chunk := connection.recv(65536):
                answer += chunk
        return answer


def test_the_page_is_served_to_whoever_has_the_cookie(stranger: Browser) -> None:
    token = stranger.issue_token()
    with serving(stranger) as (port, _):
        assert ask(port, "/")[0] == 401
        status, body, headers = ask(port, f"/enter/{token}")
        assert status == 200
        folder = re.search(r"url=(/p/[0-9a-f]{32}/)", body)[1]
        status, body, headers = ask(port, folder, {"Cookie": headers["set-cookie"].split(";")[0]})
        assert status == 200
        assert "Acme GmbH" in body
        assert "server" not in headers


def test_the_first_page_is_made_before_anybody_asks(stranger: Browser) -> None:
    stranger.run(lambda desk: desk.close())
    stranger.page.prepare()
    assert stranger.run(lambda desk: desk._forecaster.forecasts.made_count) == 1


def test_files_that_cannot_be_read_are_told_to_whoever_asks(stranger: Browser) -> None:
    stranger.enter()
    stranger.run(lambda desk: desk.close())
    stranger.paths.config.write_text("nonsense")
    stranger.page.prepare()
    answer = stranger.get("/")
    assert answer.status_code == 503
    assert "config.yaml" in answer.text


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Host: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_what_no_browser_sends_is_refused(stranger: Browser, request_: bytes) -> None:
    with serving(stranger) as (port, _):
        answer = send_raw(port, request_)
        assert re.match(rb"HTTP/1.1 4\d\d ", answer), answer[:200]
        assert b"acme" not in answer.lower()
        assert ask(port, "/style.css", {"Host": f"127.0.0.1:{port}"})[0] == 200


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET /",
        b"GET /style.css HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        b"POST /add HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 90000\r\n\r\n",
    ],
)
def test_connections_that_are_left_open_do_not_lock_the_page(stranger: Browser, beginning: bytes) -> None:
    with serving(stranger) as (port, _), ExitStack() as stack:
        for _ in range(3 * MAX_CONNECTIONS):
            left = stack.enter_context(socket.create_connection(("127.0.0.1", port), TIMEOUT))
            left.sendall(beginning)
        for _ in range(3):
            assert ask(port, "/style.css")[0] == 200


def test_answers_that_nobody_reads_do_not_lock_the_page(stranger: Browser) -> None:
    with serving(stranger) as (port, _), ExitStack() as stack:
        for _ in range(MAX_CONNECTIONS):
            deaf = stack.enter_context(socket.socket())
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            deaf.connect(("127.0.0.1", port))
            deaf.setblocking(False)
            question = f"GET /style.css HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
            with suppress(BlockingIOError):
                deaf.sendall(question * 2000)
        assert ask(port, "/style.css")[0] == 200


def test_a_cookie_in_the_clear_from_a_proxy_is_not_believed(stranger: Browser) -> None:
    with serving(stranger) as (port, _):
        headers = {
            "Host": f"127.0.0.1:{port}",
            "X-Forwarded-For": "10.0.0.1",
            "Cookie": "followupd=x; followupd",
        }
        assert ask(port, "/p/" + "0" * 32 + "/", headers)[0] == 401


def test_it_ends_when_nobody_looks(stranger: Browser) -> None:
    with serving(stranger, idle_seconds=0.5) as (port, thread):
        with suppress(ConnectionError):  # on a busy machine it may have ended before it is asked
            assert ask(port, "/style.css")[0] == 200
        thread.join(TIMEOUT)
        assert not thread.is_alive()


def test_it_ends_when_another_followupd_is_installed(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = stranger.issue_token()
    with serving(stranger) as (port, thread):
        _, body, headers = ask(port, f"/enter/{token}")
        folder = re.search(r"url=(/p/[0-9a-f]{32}/)", body)[1]
        monkeypatch.setattr(process, "PROGRAM_STAMP", ["0.0.9", "", 0, 0])
        place = f"{folder}interview/acme/step/thank-you/ana-ruiz"
        status, body, _ = ask(port, place, {"Cookie": headers["set-cookie"].split(";")[0]})
        assert status == 503
        assert "open the page again" in body
        thread.join(TIMEOUT)
        assert not thread.is_alive()


def test_whoever_is_refused_does_not_keep_it_awake(stranger: Browser) -> None:
    with serving(stranger, idle_seconds=1.0) as (port, thread):
        deadline = time.monotonic() + TIMEOUT
        while thread.is_alive():
            assert time.monotonic() < deadline
            try:
                ask(port, "/")
            except OSError:
                break
            time.sleep(0.05)


# --- where it listens


def test_it_listens_on_loopback_alone() -> None:
    listener = open_loopback_socket(0)
    assert listener.getsockname()[0] == "127.0.0.1"
    require_loopback(listener)
    with pytest.raises(FollowupdError, match="cannot be had"):
        open_loopback_socket(listener.getsockname()[1])
    listener.close()


@pytest.mark.parametrize("family", [socket.AF_INET, socket.AF_INET6, socket.AF_UNIX])
def test_a_socket_that_others_can_reach_is_refused(stranger: Browser, family: int, tmp_path: Path) -> None:
    listener = socket.socket(family)
    listener.bind(str(tmp_path / "socket") if family == socket.AF_UNIX else ("", 0))
    with pytest.raises(UsageError, match="for this machine alone"):
        PageServer(stranger.desk, listener, 60)


def test_no_socket_is_taken_that_was_passed_to_another(monkeypatch: pytest.MonkeyPatch) -> None:
    assert take_passed_socket() is None
    monkeypatch.setenv("LISTEN_PID", "1")
    monkeypatch.setenv("LISTEN_FDS", "1")
    assert take_passed_socket() is None
    monkeypatch.setenv("LISTEN_PID", str(os.getpid()))
    monkeypatch.setenv("LISTEN_FDS", "2")
    with pytest.raises(UsageError, match="one is enough"):
        take_passed_socket()


# --- the command


@pytest.fixture
def desk(tmp_path: Path) -> CommandDesk:
    return CommandDesk(tmp_path)


def start(desk: CommandDesk, *words: str, **more: object) -> subprocess.Popen[str]:
    env = {k: v for k, v in os.environ.items() if not k.startswith("FOLLOWUPD")}
    env |= {"FOLLOWUPD_STATE": str(desk.state), "FOLLOWUPD_CONFIG": str(desk.config)}
    command = [sys.executable, "-m", "followupd", "web", *words]
    return subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more
    )


def test_the_command_prints_an_address_that_opens_the_page_once(desk: CommandDesk) -> None:
    page = start(desk)
    try:
        address = page.stdout.readline().strip()
        match = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/enter/[\w-]{43})", address)
        assert match, address
        deadline = time.monotonic() + TIMEOUT
        while True:
            try:
                status, body, _ = ask(int(match[1]), match[2])
                break
            except OSError:
                assert time.monotonic() < deadline
                time.sleep(0.05)
        assert status == 200
        assert "refresh" in body
        assert ask(int(match[1]), match[2])[0] == 401
        listening = subprocess.run(["ss", "-Hltnp"], check=True, capture_output=True, text=True).stdout
        ours = [line.split()[3] for line in listening.splitlines() if f"pid={page.pid}," in line]
        assert ours == [f"127.0.0.1:{match[1]}"]
        command_line = Path(f"/proc/{page.pid}/cmdline").read_text()
        assert match[2].rpartition("/")[2] not in command_line
    finally:
        page.terminate()
        output, errors = page.communicate(timeout=TIMEOUT)
    assert "Traceback" not in errors
    assert match[2] not in errors + output


def test_the_command_serves_a_socket_that_it_was_passed(desk: CommandDesk) -> None:
    """As systemd does it: descriptor 3, and the process that it is for."""
    desk("status", status=1)  # the store is there
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        code = (
            "import os, sys; os.dup2(int(sys.argv[1]), 3); os.environ['LISTEN_FDS'] = '1';"
            "os.environ['LISTEN_PID'] = str(os.getpid());"
            "os.execv(sys.executable, [sys.executable, '-m', 'followupd', 'web', '--idle', '1'])"
        )
        env = os.environ | {"FOLLOWUPD_STATE": str(desk.state), "FOLLOWUPD_CONFIG": str(desk.config)}
        command = [sys.executable, "-c", code, str(listener.fileno())]
        page = subprocess.Popen(
            command, env=env, pass_fds=[listener.fileno()], stdout=subprocess.PIPE, text=True
        )
        try:
            assert ask(port, "/")[0] == 401
        finally:
            page.terminate()
            output, _ = page.communicate(timeout=TIMEOUT)
    assert output == ""  # no address: that is asked for by `followupd web`


def test_nothing_makes_it_listen_elsewhere(desk: CommandDesk) -> None:
    done = desk("web", "--host", "0.0.0.0", status=64)
    assert "No such option" in done.stderr
