// A search box over the sentences, and links that copy themselves. The page reads well without any of it.
"use strict";
(() => {
  const reader = document.querySelector(".am-reader");
  if (!reader) return;
  const folded = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const rows = [...reader.querySelectorAll(".am-r")].map((row) => [folded(row.textContent), row]);

  const label = Object.assign(document.createElement("label"), { textContent: "Find in this text " });
  const field = Object.assign(document.createElement("input"), { type: "search", autocomplete: "off" });
  const count = document.createElement("output");
  const box = Object.assign(document.createElement("p"), { className: "am-r-find" });
  label.append(field);
  box.append(label, " ", count);
  reader.before(box);
  field.addEventListener("input", () => {
    const words = folded(field.value).split(/\s+/).filter(Boolean);
    rows.forEach(([text, row]) => {
      row.hidden = !words.every((word) => text.includes(word));
    });
    const shown = rows.filter(([, row]) => !row.hidden).length;
    count.value = words.length ? `${shown} of ${rows.length} sentences` : "";
  });

  // Who follows a link to a sentence shall see it, whatever was searched before.
  addEventListener("hashchange", () => {
    if (!field.value) return;
    field.value = "";
    field.dispatchEvent(new Event("input"));
    document.getElementById(location.hash.slice(1))?.scrollIntoView();
  });

  reader.addEventListener("click", (event) => {
    const link = event.target.closest(".am-r-n");
    if (!link || !navigator.clipboard) return;
    navigator.clipboard.writeText(link.href).then(
      () => {
        const told = Object.assign(document.createElement("span"), { className: "am-r-copied", textContent: "link copied" });
        told.setAttribute("role", "status");
        link.parentElement.querySelector(".am-r-en")?.append(told);
        setTimeout(() => told.remove(), 2000);
      },
      () => {},
    );
  });
})();
