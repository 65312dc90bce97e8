"""WebKitGTK, Safari's engine, driven by WebDriver: JSON over HTTP to its driver, which starts Debian's MiniBrowser."""

import json
import os
import subprocess
from typing import Any

import httpx

from tests.engines.browser import TIMEOUT, Actions, Browser, ScriptError
from tests.ports import free_port

RUN = """
const done = arguments[arguments.length - 1];
const call = async () => (%s)(...JSON.parse(arguments[0]));
call().then((value) => done([JSON.stringify(value ?? null), null]), (error) => done([null, String(error)]));
"""


class WebKit(Browser):
    """MiniBrowser on a screen of its own: two windows on one would take the focus from each other."""

    executable = "WebKitWebDriver"
    packages = "webkit2gtk-driver xvfb"

    def start(self) -> None:
        port = free_port()
        self.launch(
            *(self.executable, f"--port={port}"),
            DISPLAY=self._new_screen(),
            GDK_BACKEND="x11",
            GTK_A11Y="none",
            GTK_THEME="Adwaita:dark" if self.is_dark else "Adwaita",
            JSC_useGC="false",  # WebKitGTK 2.50.6 aborts while it collects garbage (`JSC::Heap::collect`), now and then
            LIBGL_ALWAYS_SOFTWARE="1",
            NO_AT_BRIDGE="1",
            WEBKIT_DISABLE_DMABUF_RENDERER="1",  # there is no graphics card
        )
        transport = httpx.HTTPTransport(retries=9)  # until it listens, which it does not say
        client = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=TIMEOUT, transport=transport)
        self._http = self.stack.enter_context(client)
        self._session = ""
        wanted = {"alwaysMatch": {"timeouts": {"script": TIMEOUT * 1000}}}
        self._session = "/session/" + self._send("POST", "/session", capabilities=wanted)["sessionId"]
        self.stack.callback(self._send, "DELETE", "")
        self.resize(1280, 800)

    def _new_screen(self) -> str:
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
        screen = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
        self.stack.callback(screen.wait, TIMEOUT)
        self.stack.callback(screen.terminate)
        os.close(write)
        with os.fdopen(read) as numbers:
            return f":{numbers.readline().strip()}"

    def _send(self, method: str, path: str, **parameters: Any) -> Any:
        answer = self._http.request(method, self._session + path, json=parameters if method == "POST" else None)
        value = answer.json()["value"]
        if answer.is_error:
            raise ScriptError(f"{path}: {value['error']}: {value['message']}")
        return value

    def open(self, url: str) -> None:
        self._send("POST", "/url", url=url)

    def run(self, function: str, *arguments: object) -> Any:
        value, error = self._send("POST", "/execute/async", script=RUN % function, args=[json.dumps(arguments)])
        if error:
            raise ScriptError(error)
        return json.loads(value)

    def perform(self, actions: Actions) -> None:
        self._send("POST", "/actions", actions=list(actions))

    def resize(self, width: int, height: int) -> None:
        frame = self.run("() => [outerWidth - innerWidth, outerHeight - innerHeight]")
        self._send("POST", "/window/rect", width=width + frame[0], height=height + frame[1])
