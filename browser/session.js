// One Python for a page: it is loaded when first asked for, tells how far it is, and can be stopped at any time.
"use strict";
window.amSession = (() => {
  const FOLDER = new URL(".", document.currentScript.src);
  const ROOT = new URL("..", FOLDER);

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Why this page cannot run Python here, in one sentence; empty if it can.
  const obstacle = () => {
    if (location.protocol === "file:") {
      return "Opened from disk, a page cannot run Python: open it with “make serve”, or from any web host.";
    }
    if (typeof WebAssembly !== "object" || typeof Worker !== "function" || typeof DecompressionStream !== "function") {
      return "This browser cannot run Python (it needs WebAssembly and module workers): use a current Firefox, Chrome, Edge or Safari.";
    }
    return "";
  };

  // What was typed and read is kept for the next visit, and without a network, where the browser allows it.
  const keepForOffline = async () => {
    if (!navigator.serviceWorker) return;
    try {
      await navigator.serviceWorker.register(new URL("sw.js", ROOT), { scope: ROOT.pathname });
      const { active } = await navigator.serviceWorker.ready;
      const here = [location.href.split("#")[0], ...performance.getEntriesByType("resource").map((entry) => entry.name)];
      active.postMessage({ keep: here.filter((address) => address.startsWith(ROOT.href) && !address.endsWith(".part")) });
    } catch { /* no storage: the page runs all the same, but needs the network next time */ }
  };

  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

  class Session {
    // `status` is told { text, value } (a share, or null), and each output goes to the listener of the task.
    constructor(status, options = {}) {
      this.status = status;
      this.options = options;
      this.worker = null;
      this.task = null;
      this.started = null;
    }

    get busy() {
      return this.task !== null;
    }

    spawn() {
      this.worker = new Worker(new URL("worker.js", FOLDER), { type: "module" });
      this.worker.onmessage = ({ data }) => this.hear(data);
      this.worker.onerror = (event) => {
        event.preventDefault();
        this.hear({
          type: "failed",
          why: event.message || "The host does not serve browser/worker.js as a script: it must send .js files as text/javascript.",
        });
      };
    }

    hear(data) {
      if (data.type === "loading") {
        const done = data.loaded >= data.total;
        this.status({
          text: done ? "Checking what was loaded" : `${data.what}: ${megabytes(data.loaded)} of ${megabytes(data.total)} MB`,
          value: data.loaded / data.total, quiet: !done,
        });
      } else if (data.type === "starting") {
        this.status({ text: `${data.what} …`, value: null });
      } else if (data.type === "progress") {
        const share = data.total ? data.done / data.total : null;
        this.status({ text: `${data.what}: ${data.done}${data.total ? ` of ${data.total}` : ""}`, value: share, quiet: true });
      } else if (data.type === "output") {
        this.task?.listen(data.output);
      } else {
        const task = this.task;
        this.task = null;
        if (data.type === "failed") {
          this.drop();
          task?.reject(new Error(data.why));
        } else {
          task?.resolve(data);
        }
      }
    }

    // Returns the answer of the worker; one task at a time.
    ask(message, listen = () => {}) {
      if (this.busy) return Promise.reject(new Error("Python is at work already."));
      if (!this.worker) this.spawn();
      return new Promise((resolve, reject) => {
        this.task = { resolve, reject, listen };
        this.worker.postMessage(message);
      });
    }

    start() {
      this.started ??= this.ask({ type: "start", ...this.options }).then((answer) => {
        keepForOffline();
        return answer;
      });
      return this.started;
    }

    drop() {
      this.worker?.terminate();
      this.worker = null;
      this.started = null;
    }

    // There is no way to interrupt Python without special headers, so it ends with all that it knew.
    stop() {
      const task = this.task;
      this.task = null;
      this.drop();
      task?.reject(new Error("Stopped."));
    }
  }

  const save = (name, text, type) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };

  // The line that tells what happens: changes of state are announced, mere numbers are only seen.
  const statusLine = () => {
    const text = make("span", { className: "am-run-text" });
    const said = make("span", { className: "visually-hidden" });
    said.setAttribute("role", "status");
    const bar = make("progress", { max: 1, hidden: true });
    bar.setAttribute("aria-label", "Progress");
    const show = ({ text: words, value, quiet }) => {
      text.textContent = words;
      if (!quiet) said.textContent = words;
      bar.hidden = value === undefined;
      if (value === null) bar.removeAttribute("value");
      else if (value !== undefined) bar.value = value;
    };
    return { element: make("p", { className: "am-run-status" }, bar, text, said), show };
  };

  return { FOLDER, ROOT, make, obstacle, save, statusLine, Session };
})();
