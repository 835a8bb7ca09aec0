// Tables that filter and sort, glosses that stay inside the window. Pages read well without any of it.
"use strict";
(() => {
  // From disk a browser refuses to fetch the pages that search results would quote.
  if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
    DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
  }

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const collator = new Intl.Collator("zh", { numeric: true });
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const numberIn = (text) => parseFloat(text.replace(/[,\s]/g, "").replace("−", "-"));

  // A comparison of two cells' texts, by the kind of their column.
  const comparisons = {
    num: (a, b) => numberIn(a) - numberIn(b),
    // The left context of a keyword is read from the keyword outwards.
    left: (a, b) => collator.compare([...a].reverse().join(""), [...b].reverse().join("")),
    text: (a, b) => collator.compare(a, b),
  };

  const makeSortable = (table, sorted) => {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const kind = Object.keys(comparisons).find((name) => head.classList.contains(name)) ?? "text";
      const button = make("button", { type: "button", className: "am-sort" }, ...head.childNodes);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        const order = before ? (before === "ascending" ? "descending" : "ascending")
          : kind === "num" ? "descending" : "ascending";
        const sign = order === "ascending" ? 1 : -1;
        const rows = [...body.rows].map((row) => [row.cells[column].textContent.trim(), row]);
        // Empty cells stay last in either direction.
        rows.sort(([a], [b]) => (a === "") - (b === "") || sign * comparisons[kind](a, b));
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", order);
        body.append(...rows.map(([, row]) => row));
        sorted();
      });
      head.append(button);
    });
  };

  // Of a long table only the first rows are shown, until somebody asks for all or filters; a page that is all table has all,
  // but not on a phone, where it would be a hundred screens.
  const FIRST = 12;
  const MANY = 25;

  const makeFilterable = (box, table) => {
    const texts = new Map([...table.tBodies[0].rows].map((row) => [row, folded(row.textContent)]));
    const count = make("output");
    const field = make("input", { type: "search", autocomplete: "off", ariaLabel: `Filter ${table.caption?.textContent ?? ""}` });
    const more = make("button", { type: "button", className: "am-all" });
    const isLong = texts.size > MANY && (document.querySelector(".bd-sidebar-secondary") || matchMedia("(max-width: 40rem)").matches);
    let all = !isLong;
    const show = () => {
      const words = folded(field.value).split(/\s+/).filter(Boolean);
      const rows = [...table.tBodies[0].rows];
      rows.forEach((row, place) => {
        row.hidden = !words.every((word) => texts.get(row).includes(word));
        row.classList.toggle("am-later", !all && !words.length && place >= FIRST);
      });
      count.value = all || words.length ? `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows`
        : `the first ${FIRST} of ${rows.length} rows`;
      more.textContent = all ? `Show only the first ${FIRST} rows` : `Show all ${rows.length} rows`;
      more.hidden = words.length > 0;
    };
    field.addEventListener("input", show);
    more.addEventListener("click", () => {
      all = !all;
      show();
      if (!all) box.scrollIntoView({ block: "nearest" });
    });
    box.before(make("p", { className: "am-filter" }, make("label", {}, "Filter ", field), " ", count));
    if (isLong) table.after(more);
    show();
    return show;
  };

  // A bubble lies over everything, also over a table that scrolls, and never over the window's edge.
  const placeBubble = (gloss) => {
    const bubble = gloss.querySelector(".am-gloss-text");
    if (!bubble) return;
    bubble.classList.add("am-placed");
    const word = gloss.getBoundingClientRect();
    const { width, height } = bubble.getBoundingClientRect();
    const room = document.documentElement.clientWidth - width - 8;
    bubble.style.left = `${Math.max(8, Math.min(room, word.left + (word.width - width) / 2))}px`;
    bubble.style.top = `${word.top > height + 12 ? word.top - height - 6 : word.bottom + 6}px`;
  };

  // A shadow on the side where more columns wait.
  const showMore = (box) => {
    box.classList.toggle("am-more-left", box.scrollLeft > 1);
    box.classList.toggle("am-more-right", box.scrollLeft + box.clientWidth < box.scrollWidth - 1);
  };
  const resized = new ResizeObserver((entries) => entries.forEach(({ target }) => showMore(target)));

  const dress = (root) => {
    root.querySelectorAll(".am-table").forEach((box) => {
      resized.observe(box);
      box.addEventListener("scroll", () => showMore(box), { passive: true });
      const table = box.querySelector("table");
      if (!table?.tHead || box.classList.contains("am-plain")) return;
      makeSortable(table, box.hasAttribute("data-filter") ? makeFilterable(box, table) : () => {});
    });
    // Who has chosen sees the answer.
    root.querySelectorAll(".am-predict").forEach((box) => {
      box.addEventListener("change", () => box.querySelector("details")?.setAttribute("open", ""));
    });
    root.querySelectorAll(".am-gloss").forEach((gloss) => {
      gloss.addEventListener("pointerenter", () => placeBubble(gloss));
      gloss.addEventListener("focusin", () => placeBubble(gloss));
      addEventListener("scroll", () => gloss === document.activeElement && placeBubble(gloss), { passive: true });
      gloss.addEventListener("keydown", (event) => event.key === "Escape" && gloss.blur());
    });
  };
  dress(document);

  // The theme takes the focus from the button that opens a sidebar, and so cannot give it back when the sidebar is closed. Who
  // followed a link goes on at its target.
  ["primary", "secondary"].forEach((side) => {
    const dialog = document.querySelector(`#pst-${side}-sidebar-modal`);
    let followed = false;
    dialog?.addEventListener("click", (event) => { followed = Boolean(event.target.closest("a")); });
    dialog?.addEventListener("close", () => {
      if (!followed) document.querySelector(`.${side}-toggle`)?.focus();
      followed = false;
    });
  });

  // One switch shows all code of a page; the style sheet hides the folds, which are opened here.
  const code = document.querySelector("#am-t-code");
  const unfold = () => document.querySelectorAll("div.cell details.hide").forEach((fold) => { fold.open = code.checked; });
  code?.addEventListener("change", unfold);
  if (code?.checked) unfold(); // as a browser remembers it
  document.addEventListener("am-shown", (event) => dress(event.target)); // what a cell showed that was run on the page
})();
