// Python in a worker: fetch the parts, start Pyodide, run cells and reports. It asks only the host that it came from.
"use strict";

const HERE = new URL(".", self.location.href);
const CACHE = `android-moment parts ${HERE.pathname}`;
const tell = (message) => self.postMessage(message);

// Kept by the browser for the next visit, where it allows that; each name holds the digest of its content.
const openCache = async () => {
  try {
    return await self.caches.open(CACHE);
  } catch {
    return null; // no secure address, or no storage
  }
};

const digestOf = async (bytes) => {
  if (!self.crypto?.subtle) return null; // only secure addresses have it
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const download = async (part, advance) => {
  const response = await fetch(new URL(part.name, HERE));
  if (!response.ok) throw new Error(`The file ${part.name} is missing on this host (${response.status}).`);
  const reader = response.body.getReader();
  const bytes = new Uint8Array(part.bytes);
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > part.bytes) throw new Error(`The host changed the file ${part.name} on its way.`);
    bytes.set(value, at);
    at += value.length;
    advance(value.length);
  }
  const digest = await digestOf(bytes);
  if (at !== part.bytes || (digest && digest !== part.sha256)) {
    throw new Error(`The file ${part.name} did not arrive whole; reload the page to try again.`);
  }
  return bytes;
};

const fetchParts = async (parts) => {
  const cache = await openCache();
  const total = parts.reduce((sum, part) => sum + part.bytes, 0);
  let loaded = 0;
  const advance = (bytes) => tell({ type: "loading", what: "Loading Python", loaded: (loaded += bytes), total });
  const wanted = new Set(parts.map((part) => new URL(part.name, HERE).href));
  for (const request of (await cache?.keys()) ?? []) if (!wanted.has(request.url)) await cache.delete(request);
  const got = await Promise.all(parts.map(async (part) => {
    const address = new URL(part.name, HERE).href;
    const kept = await cache?.match(address);
    if (kept) {
      const bytes = new Uint8Array(await kept.arrayBuffer());
      if (bytes.length === part.bytes) {
        advance(part.bytes);
        return [part.key, bytes];
      }
    }
    const bytes = await download(part, advance);
    try {
      await cache?.put(address, new Response(bytes.slice()));
    } catch { /* full: the next visit loads it again */ }
    return [part.key, bytes];
  }));
  return Object.fromEntries(got);
};

const unpacked = async (bytes) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();

const withType = (bytes, type) => new Response(bytes, { headers: { "Content-Type": type } });
const moduleOf = (bytes) => URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));

// Pyodide asks for its files by fetch; it gets what has been loaded already, whatever type the host would give it.
const serve = (files) => {
  const outside = self.fetch;
  self.fetch = async (request, options) => {
    const name = String(request.url ?? request).split("/").pop();
    return files[name] ? files[name]() : outside(request, options);
  };
};

// Pyodide only prints that the engine would not start (a lack of memory, mostly), and then waits for ever.
const engineFails = () =>
  new Promise((_, reject) => {
    for (const way of ["instantiate", "instantiateStreaming"]) {
      const plain = WebAssembly[way];
      WebAssembly[way] = (...given) => plain.apply(WebAssembly, given).catch((error) => {
        reject(error);
        throw error;
      });
    }
  });

let python;

const start = async () => {
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly, and Python needs it: try a current one.");
  const listing = await fetch(new URL("parts.json", HERE), { cache: "no-cache" });
  if (!listing.ok) throw new Error(`The file parts.json is missing on this host (${listing.status}).`);
  const { pyodide, parts } = await listing.json();
  const files = await fetchParts(parts);
  tell({ type: "starting", what: "Starting Python" });
  const [core, wasm] = await Promise.all([unpacked(files.core), unpacked(files.wasm)]);
  serve({
    "pyodide.asm.wasm": () => withType(wasm, "application/wasm"),
    "python_stdlib.zip": () => withType(files.stdlib, "application/zip"),
    "pyodide-lock.json": () => withType(JSON.stringify({ info: pyodide, packages: {} }), "application/json"),
  });
  const { loadPyodide } = await import(moduleOf(files.loader));
  await import(moduleOf(core)); // defines what the loader would otherwise look for on the host
  const env = { HOME: "/home/pyodide", MPLBACKEND: "agg", PYTHONHASHSEED: "0" };
  python = await Promise.race([loadPyodide({ indexURL: HERE.href, env }), engineFails()]);
  tell({ type: "starting", what: "Unpacking the libraries" });
  for (const key of ["libraries", "package"]) python.unpackArchive(files[key], "zip", { extractDir: "/lib/am" });
  python.runPython("import sys; sys.path.insert(0, '/lib/am')");
  const kernel = python.pyimport("kernel");
  kernel.emit = (output) => {
    tell({ type: "output", output: output.toJs({ dict_converter: Object.fromEntries }) });
    output.destroy();
  };
  tell({ type: "starting", what: "Starting the helpers" });
  kernel.prepare();
  return kernel;
};

let ready;
const tasks = {
  start: async (kernel, { warm }) => {
    if (warm) kernel.warm_up();
    tell({ type: "ready" });
  },
  run: async (kernel, { source, number }) => tell({ type: "done", ok: kernel.run_cell(source, number) }),
  report: async (kernel, { files }) => {
    const progress = (what, done, total) => tell({ type: "progress", what, done, total });
    const list = python.toPy(files);
    const made = kernel.make_report(list, progress);
    list.destroy();
    tell({ type: "report", ...made.toJs({ dict_converter: Object.fromEntries }) });
  },
};

let queue = Promise.resolve();
self.onmessage = ({ data }) => {
  queue = queue.then(async () => {
    try {
      ready ??= start();
      await tasks[data.type](await ready, data);
    } catch (error) {
      const memory = /memory|allocat/i.test(String(error));
      tell({
        type: "failed",
        why: memory ? "There is not enough memory for Python: close other pages, or use a larger machine." : String(error.message ?? error),
      });
    }
  });
};
