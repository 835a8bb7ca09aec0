"""Firefox as it is installed, driven over WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/): no driver is needed."""

import json
import subprocess
import threading
import time
from pathlib import Path

import websocket

# No address but this machine's: whatever else is asked for goes to a door that nobody opens.
PREFERENCES = {
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.disabledForTesting": True,
}


class Firefox:
    """One window of Firefox with one page."""

    def __init__(self, path: str, profile: Path) -> None:
        settings = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
        (profile / "user.js").write_text("".join(settings), encoding="utf-8")
        command = [path, "--headless", "--remote-debugging-port", "0", "--profile", str(profile)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        listening = next(line for line in self.process.stderr if "BiDi listening on" in line)
        threading.Thread(target=self.process.stderr.read, daemon=True).start()  # a full pipe would stop it
        self.socket = websocket.create_connection(f"{listening.split()[-1]}/session", timeout=400, suppress_origin=True)
        self.sent = 0
        self.call("session.new", capabilities={})
        self.page = self.call("browsingContext.create", type="tab")["context"]

    def call(self, method: str, **parameters) -> dict:
        """Send a command and return its result; what Firefox tells in between is passed over."""
        self.sent += 1
        self.socket.send(json.dumps({"id": self.sent, "method": method, "params": parameters}))
        while (answer := json.loads(self.socket.recv())).get("id") != self.sent:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]

    def open(self, address: str) -> None:
        self.call("browsingContext.navigate", context=self.page, url=address, wait="complete")

    def evaluate(self, script: str):
        """Return what the expression gives as JSON, its promise awaited."""
        expression = f"Promise.resolve({script}).then((value) => JSON.stringify(value ?? null))"
        target = {"context": self.page}
        answer = self.call("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    def wait_for(self, script: str, seconds: float):
        """Return the first value of the expression that is true to JavaScript."""
        until = time.monotonic() + seconds
        while not (value := self.evaluate(script)):
            assert time.monotonic() < until, script
            time.sleep(0.3)
        return value

    def close(self) -> None:
        self.socket.close()
        self.process.terminate()
        self.process.wait(30)
