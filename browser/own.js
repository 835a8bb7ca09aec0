// A report on the reader's own files, made in the worker and shown in a frame that can neither call out nor look in.
"use strict";
(() => {
  const { make, obstacle, save, statusLine, Session } = window.amSession;
  const SIZE = document.currentScript.dataset.size;
  const MOST = 200e6; // bytes: all files lie in memory, twice
  const place = document.querySelector("#am-own");
  const why = obstacle();
  if (why) {
    place.replaceChildren(make("p", { className: "am-en" }, why));
    return;
  }

  const files = new Map(); // name with its folders -> File
  let working = false; // on a report, that is; Python may be loading before
  const line = statusLine();
  const session = new Session(line.show, { warm: true });

  // ------------------------------------------------------------------------------------------------------ choose files

  const list = make("ul", { className: "am-own-list", tabIndex: 0 });
  list.setAttribute("aria-label", "Chosen files");
  const count = make("p", { className: "am-en" });
  count.setAttribute("role", "status");
  const field = make("textarea", { id: "am-own-text", className: "am-own-text", spellcheck: false });
  field.lang = "zh";
  const button = (label, action, first) => {
    const made = make("button", { type: "button", className: `am-button${first ? " am-button-first" : ""}` }, label);
    made.addEventListener("click", action);
    return made;
  };

  const refresh = () => {
    const names = [...files.keys()];
    list.replaceChildren(...names.slice(0, 50).map((name) => make("li", {}, name)));
    if (names.length > 50) list.append(make("li", {}, `… and ${names.length - 50} more`));
    list.hidden = !names.length;
    count.textContent = names.length ? `${names.length} ${names.length === 1 ? "file is" : "files are"} chosen.` : "No file is chosen yet.";
    write.disabled = working || (!names.length && !field.value.trim());
    clear.disabled = working || (!names.length && !field.value);
    stop.disabled = !working;
  };

  // While more files are chosen, Python can already be loaded; what goes wrong is told when the report is asked for.
  const prepare = async () => {
    if (session.busy || session.started) return;
    try {
      await session.start();
      line.show({ text: "Python is ready." });
    } catch { /* told then */ }
  };

  const add = (name, file) => {
    let free = name;
    for (let n = 2; files.has(free); n += 1) free = name.replace(/(\.[^./]*)?$/, ` (${n})$1`);
    files.set(free, file);
  };

  // A browser hands out a folder's entries a hundred at a time.
  const walk = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((resolve, reject) => { entry.file(resolve, reject); });
      add(entry.fullPath.replace(/^\//, ""), file);
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
      if (!some.length) return;
      for (const one of some) await walk(one);
    }
  };

  const take = async (transfer) => {
    const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const plain = [...transfer.files];
    try {
      for (const entry of entries) await walk(entry);
      if (!entries.length) plain.forEach((file) => add(file.name, file));
    } catch (error) {
      line.show({ text: `The browser cannot read what was dropped: ${error.message}` });
    }
    refresh();
    prepare();
  };

  const picker = (label, folder) => {
    const input = make("input", { type: "file", multiple: true });
    if (folder) input.webkitdirectory = true;
    input.addEventListener("change", () => {
      [...input.files].forEach((file) => add(file.webkitRelativePath || file.name, file));
      input.value = "";
      refresh();
      prepare();
    });
    return make("p", {}, make("label", {}, `${label} `, input));
  };

  const drop = make("div", { className: "am-drop" },
    make("p", {}, "Drop files or a folder here (.txt, .md, .html, subtitles as .srt, .vtt, .ass, .ssa; or one table: .csv, .tsv, .tab, .json, .jsonl, .ndjson, but not .parquet), or choose them:"),
    picker("Files", false), picker("A folder", true), count, list,
    make("p", {}, make("label", { htmlFor: "am-own-text" }, "Or paste one article:")), field);
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.toggle("am-over", name === "dragover");
      if (name === "drop") take(event.dataTransfer);
    });
  }
  // A file that misses the box would replace the page, and all that was chosen.
  for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
  field.addEventListener("input", () => refresh());

  // -------------------------------------------------------------------------------------------------------- the report

  const result = make("div");

  const contents = async () => {
    const chosen = [...files];
    if (field.value.trim()) chosen.push(["pasted.txt", new Blob([field.value])]);
    const total = chosen.reduce((sum, [, file]) => sum + file.size, 0);
    if (total > MOST) throw new Error(`${Math.round(total / 1e6)} MB are more than a page can hold (${MOST / 1e6} MB): use the project's folder on your computer (its README, “Your own articles”).`);
    return Promise.all(chosen.map(async ([name, file]) => {
      try {
        return [name, new Uint8Array(await file.arrayBuffer())];
      } catch {
        throw new Error(`The browser can no longer read ${name}: choose it again.`);
      }
    }));
  };

  const showPage = (page, tables) => {
    const frame = make("iframe", { className: "am-own-frame", title: "The report on your articles" });
    // Its own scripts sort its tables; it has no address, no storage, and may ask for nothing.
    frame.setAttribute("sandbox", "allow-scripts allow-downloads");
    frame.srcdoc = page;
    // Tables too long for the page lie beside it.
    const beside = Object.entries(tables).map(([name, text]) => button(`Save ${name}`, () => save(name, text, "text/csv")));
    result.replaceChildren(
      make("h2", { tabIndex: -1 }, "The report"),
      make("p", {}, button("Save the report as one file", () => save("report.html", page, "text/html")), ...beside),
      frame,
    );
    result.firstChild.focus();
  };

  const work = async () => {
    const started = performance.now();
    working = true;
    result.replaceChildren();
    try {
      const loading = session.start();
      refresh();
      await loading;
      const asked = session.ask({ type: "report", files: await contents() });
      line.show({ text: "Reading the articles", value: null });
      refresh();
      const { page, tables, error } = await asked;
      line.show({ text: error ?? `The report is ready, after ${Math.round((performance.now() - started) / 1000)} s.` });
      if (page) showPage(page, tables);
    } catch (error) {
      line.show({ text: error.message === "Stopped." ? "Cancelled. Nothing was kept." : error.message });
    } finally {
      working = false;
      refresh();
    }
  };

  const write = button("Write the report", work, true);
  const stop = button("Cancel", () => session.stop());
  const clear = button("Remove all files", () => {
    files.clear();
    field.value = "";
    result.replaceChildren();
    line.show({ text: "" });
    refresh();
  });
  place.replaceChildren(drop, make("div", { className: "am-run-buttons" }, write, stop, clear), line.element,
    make("p", { className: "am-en" }, `The first time, ${SIZE} MB of Python are loaded; the browser keeps them for the next visit.`), result);
  refresh();
})();
