"""Firefox, driven by WebDriver BiDi: JSON over a WebSocket of its own, without geckodriver, which Debian lacks."""

import json
import subprocess
from itertools import count
from threading import Thread
from typing import Any

from websockets.sync.client import connect

from tests.engines.browser import TIMEOUT, Actions, Browser, ScriptError

PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "remote.prefs.recommended": True,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
"""Nothing of this machine goes out, and nothing asks."""

READY = "WebDriver BiDi listening on "


class Firefox(Browser):
    """Firefox without a window on a screen."""

    executable = "firefox-esr"
    packages = "firefox-esr"

    def start(self) -> None:
        preferences = PREFERENCES | {"layout.css.prefers-color-scheme.content-override": 0 if self.is_dark else 1}
        lines = [f'user_pref("{name}", {json.dumps(value)});\n' for name, value in preferences.items()]
        (self.profile / "user.js").write_text("".join(lines))
        output = self.launch(
            *(self.executable, "--headless", "--no-remote", "--profile", str(self.profile)),
            *("--remote-debugging-port", "0", "--width", "1280", "--height", "800"),
            stderr=subprocess.PIPE,
            MOZ_DISABLE_CONTENT_SANDBOX="1",  # which root in a container cannot set up
        )
        assert output
        address = next(line for line in output if READY in line).split(READY)[1].strip()
        Thread(target=output.read, daemon=True).start()  # a full pipe would stop it
        self._socket = self.stack.enter_context(connect(f"{address}/session", max_size=None, close_timeout=1))
        self._ids = count(1)
        self._send("session.new", capabilities={})
        [page] = self._send("browsingContext.getTree")["contexts"]
        self._page = page["context"]
        self.resize(1280, 800)

    def _send(self, method: str, **parameters: Any) -> Any:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while (answer := json.loads(self._socket.recv(TIMEOUT))).get("id") != number:
            pass  # an event that nobody asked for
        if answer["type"] == "error":
            raise ScriptError(f"{method}: {answer['error']}: {answer['message']}")
        return answer["result"]

    def open(self, url: str) -> None:
        self._send("browsingContext.navigate", context=self._page, url=url, wait="complete")

    def run(self, function: str, *arguments: object) -> Any:
        # As JSON both ways: BiDi's own forms of values would have to be taken apart.
        called = f"async (given) => JSON.stringify(await ({function})(...JSON.parse(given)) ?? null)"
        answer = self._send(
            "script.callFunction",
            functionDeclaration=called,
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            awaitPromise=True,
            target={"context": self._page},
        )
        if answer["type"] == "exception":
            raise ScriptError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def perform(self, actions: Actions) -> None:
        self._send("input.performActions", context=self._page, actions=list(actions))

    def resize(self, width: int, height: int) -> None:
        self._send("browsingContext.setViewport", context=self._page, viewport={"width": width, "height": height})
