// "Change and run it here": the code cells of a notebook's page, editable where they stand. Nothing is loaded before the click.
"use strict";
(() => {
  const { FOLDER, ROOT, make, obstacle, save, statusLine, Session } = window.amSession;
  const NAME = document.currentScript.dataset.notebook;
  const WHY_NOT = document.currentScript.dataset.whyNot;
  const SIZE = document.currentScript.dataset.size;
  const boxes = [...document.querySelectorAll("article div.cell")].filter((box) => box.querySelector(".cell_input"));
  const place = document.querySelector("article h1");
  const keyOf = (id) => `am-code ${FOLDER.pathname} ${NAME} ${id}`;

  const store = {
    read(id) {
      try {
        return localStorage.getItem(keyOf(id));
      } catch {
        return null;
      }
    },
    write(id, text) { // returns whether the browser keeps it
      try {
        if (text === null) localStorage.removeItem(keyOf(id));
        else localStorage.setItem(keyOf(id), text);
        return true;
      } catch {
        return false;
      }
    },
  };

  // ------------------------------------------------------------------------------------------------- a field for code

  const insert = (field, text) => {
    // The command keeps the browser's own undo; it is old, but nothing has replaced it.
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input"));
    }
  };

  const lineStart = (field, at) => field.value.lastIndexOf("\n", at - 1) + 1;

  const indentLines = (field, outwards) => {
    const start = lineStart(field, field.selectionStart);
    const end = field.selectionEnd;
    const lines = field.value.slice(start, end).split("\n");
    const changed = lines.map((line) => (outwards ? line.replace(/^ {1,4}/, "") : `    ${line}`)).join("\n");
    if (changed === lines.join("\n")) return;
    field.setSelectionRange(start, end);
    insert(field, changed);
    if (lines.length > 1) field.setSelectionRange(start, start + changed.length);
  };

  const onKey = (cell) => (event) => {
    const field = cell.field;
    if (event.isComposing) return; // Chinese is being typed
    if (event.key === "Enter" && (event.shiftKey || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      cell.run();
    } else if (event.key === "Enter") {
      event.preventDefault();
      const line = field.value.slice(lineStart(field, field.selectionStart), field.selectionStart);
      insert(field, `\n${line.match(/^ */)[0]}${/[:([{]\s*$/.test(line) ? "    " : ""}`);
    } else if (event.key === "Escape") {
      cell.leaving = true; // the next Tab goes on to the next control
    } else if (event.key === "Tab" && !cell.leaving) {
      event.preventDefault();
      const several = field.value.slice(field.selectionStart, field.selectionEnd).includes("\n");
      if (event.shiftKey || several) indentLines(field, event.shiftKey);
      else insert(field, " ".repeat(4 - ((field.selectionStart - lineStart(field, field.selectionStart)) % 4)));
    } else if (!["Shift", "Tab"].includes(event.key)) {
      cell.leaving = false;
    }
  };

  const fit = (field) => {
    field.rows = field.value.split("\n").length;
  };

  // ------------------------------------------------------------------------------------------------------ what comes out

  const pictureOf = (output) => {
    const about = output.metadata?.["image/png"] ?? {};
    const image = make("img", {
      src: `data:image/png;base64,${output.data["image/png"].replace(/\s/g, "")}`,
      alt: about.alt ?? output.data["text/plain"] ?? "A picture that this code drew",
    });
    if (about.width) image.width = about.width;
    const figure = make("figure", {}, image);
    if (about.caption) figure.append(make("figcaption", {}, about.caption));
    return figure;
  };

  // What stands in an article leads to its sentence in the reader, as it does in our outputs.
  const linkSentences = (box) => box.querySelectorAll("[data-sentence]").forEach((passage) => {
    const links = passage.dataset.sentence.split(" ").flatMap((anchor) => {
      const [, article, sentence] = anchor.match(/^(.*)-(\d+)$/) ?? [];
      if (!article) return [];
      const link = make("a", { className: "am-to", href: new URL(`reader/${article}.html#${anchor}`, ROOT).href }, anchor);
      link.setAttribute("aria-label", `Sentence ${sentence} of article ${article} in the reader`);
      return [" ", link];
    });
    if (passage.tagName === "P") passage.append(...links);
    else passage.after(...links);
  });

  const htmlOf = (markup) => {
    const box = make("div", { className: "output text_html" });
    box.innerHTML = markup; // no script in it can run: the page's policy allows only files of this host
    linkSentences(box);
    box.querySelectorAll(".am-table").forEach((table) => {
      table.tabIndex = 0;
      table.setAttribute("role", "region");
      table.setAttribute("aria-label", table.querySelector("caption")?.textContent ?? "Table");
    });
    return box;
  };

  const errorOf = (output, number) => {
    const where = output.line ? `Line ${output.line} of cell ${number}. ` : "";
    const box = make("div", { className: "am-card am-error" },
      make("p", {}, make("strong", {}, output.evalue ? `${output.ename}:` : output.ename), ` ${output.evalue}`),
      make("p", { className: "am-en" }, `${where}The cells after it were not run.`),
      make("details", { className: "am-trace" }, make("summary", {}, "Traceback"),
        make("pre", { tabIndex: 0 }, output.traceback.join("\n"))));
    box.setAttribute("role", "alert");
    return box;
  };

  const show = (cell, output) => {
    const last = cell.yours.lastElementChild;
    if (output.output_type === "stream") {
      if (last?.className === `am-stream am-${output.name}`) last.append(output.text);
      else cell.yours.append(make("pre", { className: `am-stream am-${output.name}` }, output.text));
    } else if (output.output_type === "error") {
      cell.yours.append(errorOf(output, cell.number));
    } else if (output.data["image/png"]) {
      cell.yours.append(pictureOf(output));
    } else if (output.data["text/html"]) {
      const box = htmlOf(output.data["text/html"]);
      cell.yours.append(box);
      box.dispatchEvent(new CustomEvent("am-shown", { bubbles: true }));
    } else {
      cell.yours.append(make("pre", { className: "am-stream" }, output.data["text/plain"]));
    }
  };

  // ------------------------------------------------------------------------------------------------------------- a cell

  const makeCell = (box, source, number, runFrom) => {
    const cell = { box, number, id: source.id, original: source.source, outputs: [], state: "new", leaving: false };
    const input = box.querySelector(".cell_input");
    const ours = box.querySelector(".cell_output");
    cell.field = make("textarea", {
      className: "am-code", value: store.read(source.id) ?? source.source, spellcheck: false, wrap: "off",
    });
    Object.entries({ autocapitalize: "off", autocomplete: "off", autocorrect: "off", "aria-label": `Code of cell ${number}`,
      "aria-describedby": "am-run-keys" }).forEach(([name, value]) => cell.field.setAttribute(name, value));
    cell.mark = make("span", { className: "am-run-mark" });
    const button = (label, action) => {
      const made = make("button", { type: "button", className: "am-button" }, label,
        make("span", { className: "visually-hidden" }, ` (cell ${number})`));
      made.addEventListener("click", action);
      return made;
    };
    cell.resetButton = button("Reset", () => cell.reset());
    cell.run = () => runFrom(cell, false);
    cell.row = make("div", { className: "am-run-row" }, button("Run", cell.run),
      button("Run from here on", () => runFrom(cell, true)), cell.resetButton, cell.mark);
    cell.yours = make("div", { className: "am-yours", hidden: true });
    cell.changed = () => cell.field.value !== cell.original;

    cell.note = () => {
      const words = { running: "running …", failed: "failed", stopped: "stopped", ran: "done" };
      cell.box.dataset.run = cell.state;
      cell.mark.textContent = words[cell.state] ?? (cell.changed() ? "changed, not run" : "");
      cell.resetButton.hidden = !cell.changed() && cell.yours.hidden;
    };
    cell.begin = () => {
      cell.outputs = [];
      cell.yours.replaceChildren(make("p", { className: "am-run-tag" }, "yours"));
      cell.yours.hidden = false;
      if (ours) ours.hidden = true;
      cell.field.removeAttribute("aria-invalid");
      cell.state = "running";
      cell.note();
    };
    cell.hear = (output) => {
      cell.outputs.push(output);
      show(cell, output);
    };
    cell.end = (state) => {
      cell.state = state;
      cell.ran = state === "ran" ? cell.field.value : null;
      if (state === "failed") cell.field.setAttribute("aria-invalid", "true");
      if (!cell.outputs.length && !ours) cell.yours.hidden = true;
      else if (!cell.outputs.length) cell.yours.append(make("p", { className: "am-en" }, state === "ran" ? "This cell shows nothing." : "Nothing was shown."));
      cell.note();
    };
    cell.reset = () => {
      cell.field.value = cell.original;
      store.write(cell.id, null);
      cell.yours.hidden = true;
      cell.yours.replaceChildren();
      cell.outputs = [];
      if (ours) ours.hidden = false;
      cell.field.removeAttribute("aria-invalid");
      cell.state = "new"; // what it did in Python stays done until the cell runs again
      fit(cell.field);
      cell.note();
    };
    cell.field.addEventListener("keydown", onKey(cell));
    cell.field.addEventListener("input", () => {
      fit(cell.field);
      cell.state = "new";
      cell.kept = store.write(cell.id, cell.changed() ? cell.field.value : null);
      cell.note();
    });
    [...input.children].forEach((child) => { child.hidden = true; });
    input.append(cell.field, cell.row);
    box.append(cell.yours);
    fit(cell.field);
    cell.note();
    return cell;
  };

  // -------------------------------------------------------------------------------------------------------- the whole page

  const asScript = (notebook, sources) => notebook.cells.map((cell) =>
    cell.cell_type === "code" ? `# %%\n${sources.get(cell.id)}`
      : `# %% [markdown]\n${cell.source.split("\n").map((line) => `# ${line}`.trimEnd()).join("\n")}`).join("\n\n") + "\n";

  const lines = (text) => text.split(/(?<=\n)/);

  const asNotebook = (notebook, cells) => {
    const byId = new Map(cells.map((cell) => [cell.id, cell]));
    const made = structuredClone(notebook);
    let count = 0;
    made.cells.forEach((cell) => {
      const mine = byId.get(cell.id);
      if (cell.cell_type === "code") {
        cell.outputs = (mine?.outputs ?? []).map(({ line, ...output }) =>
          output.output_type === "stream" ? { ...output, text: lines(output.text) } : output);
        cell.execution_count = mine?.ran != null ? ++count : null;
        cell.source = mine?.field.value ?? cell.source;
      }
      cell.source = lines(cell.source);
    });
    return `${JSON.stringify(made, null, 1)}\n`;
  };

  const open = async (introduction) => {
    const line = statusLine();
    const bar = make("div", { className: "am-run-bar" });
    bar.setAttribute("role", "region");
    bar.setAttribute("aria-label", "Run this page");
    bar.append(line.element);
    introduction.replaceWith(bar);
    document.querySelector("article").append(bar);
    const session = new Session(line.show);
    line.show({ text: "Loading this notebook …", value: null });

    let notebook;
    try {
      const answer = await fetch(new URL(`notebooks/${NAME}.json`, FOLDER));
      if (!answer.ok) throw new Error();
      notebook = await answer.json();
    } catch {
      line.show({ text: `The file browser/notebooks/${NAME}.json cannot be read from this host.` });
      return;
    }
    const code = document.querySelector("#am-t-code"); // the page's switch: who runs code wants to see it
    if (!code.checked) code.click();
    const sources = notebook.cells.filter((cell) => cell.cell_type === "code" && !cell.metadata.tags?.includes("remove-cell"));
    if (sources.length !== boxes.length) {
      line.show({ text: "This page and its notebook are of two versions: reload the page." });
      return;
    }

    const cells = [];
    const buttons = {};
    const refresh = () => {
      buttons.stop.disabled = !session.busy;
      buttons.all.disabled = session.busy;
      cells.forEach((cell) => cell.row.querySelectorAll("button").forEach((button) => { button.disabled = session.busy; }));
    };
    const forget = () => cells.forEach((cell) => { cell.ran = null; });

    const runCells = async (wanted) => {
      for (const cell of wanted) {
        const started = performance.now();
        cell.begin();
        const tick = setInterval(() => line.show({
          text: `Running cell ${cell.number} of ${cells.length}: ${Math.round((performance.now() - started) / 1000)} s`, value: null, quiet: true,
        }), 1000);
        line.show({ text: `Running cell ${cell.number} of ${cells.length}`, value: null, quiet: wanted.indexOf(cell) > 0 });
        try {
          const asked = session.ask({ type: "run", source: cell.field.value, number: cell.number }, cell.hear);
          refresh();
          const { ok } = await asked;
          cell.end(ok ? "ran" : "failed");
          if (!ok) return `Cell ${cell.number} failed.`;
        } catch (error) {
          cell.end("stopped");
          throw error;
        } finally {
          clearInterval(tick);
        }
      }
      return wanted.length > 1 ? `Done: ${wanted.length} cells were run.` : `Cell ${wanted[0].number} is done.`;
    };

    const runFrom = async (cell, onwards) => {
      if (session.busy) return;
      try {
        const loading = session.start();
        refresh();
        await loading;
        // Whatever stands above and has not run as it stands there comes first: a notebook is read from top to bottom.
        const at = cells.indexOf(cell);
        const stale = cells.slice(0, at).findIndex((one) => one.ran !== one.field.value);
        const from = stale < 0 ? at : stale;
        line.show({ text: await runCells(cells.slice(from, onwards ? undefined : at + 1)) });
      } catch (error) {
        if (!session.worker) forget();
        line.show({ text: error.message === "Stopped." ? "Stopped. The next run starts Python anew." : error.message });
      } finally {
        refresh();
      }
    };

    const button = (name, label, action) => {
      buttons[name] = make("button", { type: "button", className: "am-button" }, label);
      buttons[name].addEventListener("click", action);
      return buttons[name];
    };
    sources.forEach((source, index) => cells.push(makeCell(boxes[index], source, index + 1, runFrom)));
    const textOf = () => new Map(cells.map((cell) => [cell.id, cell.field.value]));
    bar.append(make("div", { className: "am-run-buttons" },
      button("all", "Run all", () => runFrom(cells[0], true)),
      button("stop", "Stop", () => session.stop()),
      button("reset", "Reset all", () => {
        cells.forEach((cell) => cell.reset());
        line.show({ text: "The page is as it was." });
      }),
      button("ipynb", "Save .ipynb", () => save(`${NAME}.ipynb`, asNotebook(notebook, cells), "application/x-ipynb+json")),
      button("py", "Save .py", () => save(`${NAME}.py`, asScript(notebook, textOf()), "text/x-python"))),
    make("p", { className: "am-en am-run-keys", id: "am-run-keys" },
      "Shift+Enter runs a cell. Tab indents; Escape, then Tab, leaves the field."));
    try {
      const loading = session.start();
      refresh();
      await loading;
      const kept = cells.filter((cell) => cell.changed()).length;
      line.show({ text: `Ready.${kept ? ` ${kept} of the cells ${kept === 1 ? "is" : "are"} as you left ${kept === 1 ? "it" : "them"}.` : ""}${store.write("test", null) ? "" : " This browser keeps nothing: save your work before you leave the page."}` });
    } catch (error) {
      line.show({ text: error.message === "Stopped." ? "Stopped. The next run starts Python anew." : error.message });
    }
    refresh();
  };

  const introduce = () => {
    const box = make("div", { className: "am-run-intro" });
    const why = obstacle();
    if (WHY_NOT) {
      box.append(make("p", {}, WHY_NOT));
    } else if (why) { // only for those who want to run it: others came to read
      box.append(make("details", {}, make("summary", {}, "Change and run it"), make("p", {}, why)));
    } else {
      const button = make("button", { type: "button", className: "am-button am-button-first" }, "Change and run it here");
      button.addEventListener("click", () => open(box));
      box.append(button, make("span", { className: "am-en" },
        ` Python runs in your browser; it loads ${SIZE} MB once. Nothing is installed, nothing you type leaves this machine.`));
    }
    place?.after(box);
  };
  introduce();
})();
