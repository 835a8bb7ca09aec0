// The coding sheet as a page: choose sentences, code them, save the table, compare it. What is typed stays in this browser; nothing
// is loaded or sent. All that the page says comes in pairs from classroom/coding.json.
"use strict";
(() => {
  const { agree, codesOf, exactly, fixed, joined, sample, toCsv, Wrong } = window.amAgreement;
  const data = JSON.parse(document.querySelector("#am-coding-data").textContent);
  const place = document.querySelector("#am-coding");
  const title = document.querySelector("article h1").firstChild;
  const KEY = "am-coding";
  const LANGUAGES = [["en", "English"], ["zh", "中文"]];

  const make = (name, properties = {}, ...children) => {
    const { attributes = {}, on = {}, ...own } = properties;
    const made = Object.assign(document.createElement(name), own);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    Object.entries(on).forEach(([key, action]) => made.addEventListener(key, action));
    made.append(...children.flat().filter((child) => child !== null));
    return made;
  };

  // ------------------------------------------------------------------------------------------------------ what is typed

  // units: the chosen sentences; codes: { unit: { domains, near, word } }, also of sentences that are no longer chosen.
  const blank = () => ({ language: document.documentElement.lang.startsWith("zh") ? "zh" : "en", name: "", units: data.ten, codes: {} });
  let state = blank();
  let kept = true;

  const load = () => {
    let found = null;
    try {
      found = localStorage.getItem(KEY);
    } catch {
      kept = false;
    }
    try {
      state = { ...blank(), ...JSON.parse(found ?? "{}") };
    } catch {
      state = blank();
    }
  };

  // Read before writing: another window may hold the same page.
  const change = (action) => {
    if (kept) load();
    action(state);
    try {
      localStorage.setItem(KEY, JSON.stringify(state));
    } catch {
      kept = false;
    }
  };

  const sentences = new Map(data.sentences.map((one) => [one.unit, one]));
  const chosen = () => state.units.map((unit) => sentences.get(unit)).filter(Boolean);
  const isCoded = (unit) => Boolean(state.codes[unit]?.near || state.codes[unit]?.domains?.length);
  const codeOf = (unit) => (state.codes[unit].near ? "none" : joined(state.codes[unit].domains));

  // ------------------------------------------------------------------------------------------------------ what is said

  const which = () => LANGUAGES.findIndex(([language]) => language === state.language);
  const fill = (text, given) => text.replace(/\{(\w+)\}/g, (_, name) => given[name]);
  const say = (key, given = {}) => fill((data.page[key] ?? data.messages[key])[which()], given);
  const many = (given) => Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
  const meaning = (domain) => domain[state.language].join(" – ");
  // In the file a code is a word of the codebook, on the page its label; 000:23 there is 000-23 here, as on all pages.
  const labels = (code) => code.split("+").map((value) => data.domains.find((one) => one.value === value)?.[state.language][0] ?? say(value)).join(" + ");
  const numberOf = (unit) => unit.replace(":", "-");
  const nameOf = (article) => data.articles.find(([id]) => id === article)[1 + which()];
  const button = (key, action, first) =>
    make("button", { type: "button", className: first ? "am-first" : "", on: { click: action } }, say(key));
  const labelled = (key, field) => make("label", {}, make("span", {}, say(key)), field);
  const told = (role) => make("p", { className: "am-c-told", attributes: { role } });

  // --------------------------------------------------------------------------------------------------- choose sentences

  const first = { kind: "ten", article: "", n: 10, draw: 1, numbers: "" };
  const choice = { ...first };

  const wanted = () => {
    if (choice.kind === "ten") return data.ten;
    if (choice.kind === "drawn") {
      const pool = data.sentences.filter((one) => !choice.article || one.article === choice.article).map((one) => one.unit);
      return sample(pool, choice.n, choice.draw);
    }
    const numbers = choice.numbers.split(/[^\d:：-]+/).filter(Boolean);
    if (!numbers.length) throw new Wrong("no_numbers", {});
    return numbers.map((number) => {
      const [article, sentence] = number.split(/[:：-]/);
      const unit = `${article.padStart(3, "0")}:${Number(sentence)}`;
      if (!sentences.has(unit)) throw new Wrong("no_such", { number });
      return unit;
    });
  };

  const whole = (key, lowest, highest) =>
    make("input", { type: "number", min: lowest, max: highest, value: choice[key], on: { change: ({ target }) => {
      choice[key] = Math.min(highest, Math.max(lowest, Math.round(Number(target.value)) || lowest));
      target.value = choice[key];
    } } });

  const choosing = () => {
    const said = told("status");
    const kinds = ["ten", "drawn", "numbers"].map((kind) => make("label", { className: "am-c-radio" },
      make("input", { type: "radio", name: "am-c-kind", checked: choice.kind === kind, on: { change: () => {
        choice.kind = kind;
        show();
      } } }), say(kind)));
    const articles = make("select", { on: { change: ({ target }) => { choice.article = target.value; } } },
      make("option", { value: "" }, say("all")), data.articles.map(([id]) => make("option", { value: id }, `${id} ${nameOf(id)}`)));
    articles.value = choice.article;
    const drawn = make("div", { className: "am-c-fields" }, labelled("article", articles),
      labelled("how_many", whole("n", 1, data.sentences.length)), labelled("draw", whole("draw", 1, 9999)));
    const numbers = make("div", { className: "am-c-fields" }, labelled("numbers_hint",
      make("input", { type: "text", value: choice.numbers, on: { input: ({ target }) => { choice.numbers = target.value; } } })));
    const show = () => {
      drawn.hidden = choice.kind !== "drawn";
      numbers.hidden = choice.kind !== "numbers";
    };
    show();
    const take = button("take", () => {
      try {
        const units = wanted();
        change((now) => { now.units = [...new Set(units)]; });
        said.textContent = say("taken", { n: chosen().length });
        listSentences();
        forget();
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
        said.textContent = say(error.key, error.given);
      }
    });
    return [make("h2", { id: "choose" }, say("choose")),
      make("fieldset", { className: "am-c-choose" }, make("legend", {}, say("which")), kinds, drawn, numbers, take), said];
  };

  // --------------------------------------------------------------------------------------------------------------- code

  const list = make("ol", { className: "am-c-list" });
  const progress = told("status");

  const tell = () => {
    const done = chosen().filter(({ unit }) => isCoded(unit)).length;
    const now = `${say("progress", { done, n: chosen().length })}${kept ? "" : ` ${say("not_kept")}`}`;
    if (progress.textContent !== now) progress.textContent = now; // said once, not with every letter that is typed
  };

  const recode = (unit, action) => {
    change((now) => { action(now.codes[unit] ??= { domains: [], near: false, word: "" }); });
    tell();
    forget();
  };

  const options = (chief, taken) => [
    make("option", { value: "" }, say(chief ? "open" : "nothing")),
    chief ? ["none", "near_miss"].map((value) => make("option", { value }, say(value))) : [],
    data.domains.filter(({ value }) => !taken.includes(value)).map((domain) => make("option", { value: domain.value }, meaning(domain))),
  ].flat();

  // One choice for each image, and one more as long as there is an image.
  const choices = (box, unit) => {
    const { domains = [], near = false } = state.codes[unit] ?? {};
    const values = near ? ["near_miss"] : [...domains, ...(domains.length && domains[0] !== "none" ? [""] : [])];
    if (!values.length) values.push("");
    const fields = values.map((value, at) => {
      const field = make("select", { on: { change: ({ target }) => {
        recode(unit, (code) => {
          code.near = target.value === "near_miss";
          const before = code.domains.filter((one) => one !== "none" && !code.near);
          before.splice(at, 1, target.value);
          code.domains = code.near || target.value === "none" ? ["none"] : before.filter(Boolean);
        });
        choices(box, unit);
        box.querySelectorAll("select")[Math.min(at, box.children.length - 1)].focus();
      } } }, options(at === 0, values.filter((_, other) => other !== at)));
      field.value = value;
      return labelled(at ? "also" : "domain", field);
    });
    box.replaceChildren(...fields);
  };

  const bilingual = (sentence, id = "") => [
    make("p", { lang: "zh", className: "am-c-zh", id }, sentence.text),
    make("p", { lang: "en", className: "am-c-en" }, sentence.english),
  ];

  const around = (sentence) => {
    const at = data.sentences.indexOf(sentence);
    const [before, after] = [data.sentences[at - 1], data.sentences[at + 1]].map((other, side) =>
      (other?.article === sentence.article && other.number === sentence.number + 2 * side - 1 ? [other] : []));
    return make("details", { className: "am-c-around" }, make("summary", {}, say("around")),
      [...before, sentence, ...after].map((other) => make("div", {}, make("span", { className: "am-c-unit" }, numberOf(other.unit)), bilingual(other))));
  };

  const item = (sentence, i, all) => {
    const { unit } = sentence;
    const box = make("div", { className: "am-c-domains" });
    choices(box, unit);
    const word = make("input", { type: "text", lang: "zh", value: state.codes[unit]?.word ?? "", autocomplete: "off",
      on: { input: ({ target }) => recode(unit, (code) => { code.word = target.value; }) } });
    const id = `am-c-${unit.replace(":", "-")}`;
    return make("li", {}, make("fieldset", { attributes: { "aria-describedby": id } },
      make("legend", {}, `${say("item", { i: i + 1, n: all.length })} · ${nameOf(sentence.article)}${which() ? "，" : ", "}`, make("span", { className: "am-c-unit" }, numberOf(unit))),
      bilingual(sentence, id), around(sentence), make("div", { className: "am-c-fields" }, box, labelled("word", word))));
  };

  const listSentences = () => {
    list.replaceChildren(...chosen().map(item));
    tell();
  };

  const codebook = () => {
    const wide = matchMedia("(min-width: 60rem)").matches;
    return make("details", { className: "am-c-book", open: wide }, make("summary", {}, say("codebook")),
      make("div", { className: "am-c-rules", tabIndex: 0, attributes: { role: "region", "aria-label": say("codebook") } },
        make("h3", {}, say("questions")), make("ol", {}, ["q1", "q2", "q3"].map((key) => make("li", {}, say(key)))),
        ["dead", "near", "several"].map((key) => make("p", {}, say(key))),
        make("h3", {}, say("domains")),
        make("dl", {}, data.domains.flatMap((one) => [make("dt", {}, one[state.language][0]), make("dd", {}, one[state.language][1])]))));
  };

  // ------------------------------------------------------------------------------------------------------ save, compare

  const said = told("status");
  const result = make("div", { className: "am-c-result" });
  let classmate = null; // { file, bytes, coder, names }

  const forget = () => {
    if (!result.childNodes.length) return;
    result.replaceChildren();
    said.textContent = say("changed");
  };

  const download = () => {
    const done = chosen().filter(({ unit }) => isCoded(unit));
    if (!done.length) {
      said.textContent = say("nothing_coded");
      return;
    }
    const rows = done.map(({ unit, article, text }) =>
      [article, text, codeOf(unit), state.codes[unit].near ? "near_miss" : "", state.codes[unit].word, state.name.trim()]);
    const file = `coding-${state.name.trim().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "mine"}.csv`;
    const address = URL.createObjectURL(new Blob([toCsv([["article_id", "quote", "domain", "form", "word", "coder"], ...rows])], { type: "text/csv" }));
    make("a", { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    said.textContent = say("downloaded", many({ file, done: done.length, left: chosen().length - done.length }));
  };

  const anew = () => {
    if (!confirm(say("really"))) return;
    change((now) => { Object.assign(now, { ...blank(), language: now.language }); });
    Object.assign(choice, first);
    classmate = null;
    draw();
    said.textContent = say("emptied");
  };

  const differences = (units, mine, theirs, first, second) => {
    const cell = (head, code, word) => make("td", { attributes: { "data-head": head } }, labels(code), word ? make("span", { lang: "zh", className: "am-c-word" }, ` ${word}`) : null);
    const rows = units.filter((unit) => mine.get(unit) !== theirs.get(unit).code).map((unit) => {
      const sentence = sentences.get(unit);
      return make("tr", {}, make("th", { scope: "row" }, make("span", { className: "am-c-unit" }, numberOf(unit)), bilingual(sentence)),
        cell(first, mine.get(unit), state.codes[unit].word), cell(second, theirs.get(unit).code, theirs.get(unit).word));
    });
    if (!rows.length) return make("p", {}, say("differ_nowhere"));
    const heads = [say("sentence"), first, second].map((head) => make("th", { scope: "col" }, head));
    return make("div", { className: "am-c-differences", tabIndex: 0, attributes: { role: "region", "aria-label": say("caption") } },
      make("table", {}, make("caption", {}, say("caption")), make("thead", {}, make("tr", {}, heads)), make("tbody", {}, rows)));
  };

  const numbers = ({ same, alpha, kappa }, n) => {
    if (alpha === null) return [say("no_alpha")];
    const alike = same === 0 || same === n; // every draw of them would be the same
    const lines = Object.entries({ alpha, kappa }).map(([key, [value, low, high]]) =>
      say(alike || low === high ? `${key}_alone` : key, { value: fixed(value), low: fixed(low), high: fixed(high) }));
    if (!alike) return lines;
    const [low, high] = exactly(same, n).map((share) => Math.floor(100 * share + 0.5));
    return [...lines, say("no_interval", many({ n, low, high }))];
  };

  // `theirs` as codesOf returns it; `second` names their coder.
  const compare = (theirs, second, shipped) => {
    const first = say("yours");
    const mine = new Map(chosen().filter(({ unit }) => isCoded(unit)).map(({ unit }) => [unit, codeOf(unit)]));
    if (!mine.size) throw new Wrong("nothing_coded", {});
    const units = [...sentences.keys()].filter((unit) => mine.has(unit) && theirs.has(unit)); // in the order of the articles
    if (!units.length) throw new Wrong("nothing_shared", { first, second });
    const found = agree(units.map((unit) => mine.get(unit)), units.map((unit) => theirs.get(unit).code));
    const lines = [say("same", { n: units.length, same: found.same })];
    if (mine.size > units.length) lines.push(say("only_first", many({ n: mine.size - units.length, first })));
    if (!shipped && theirs.size > units.length) lines.push(say("only_second", many({ n: theirs.size - units.length, second })));
    lines.push(...numbers(found, units.length));
    said.textContent = "";
    result.replaceChildren(make("h3", { tabIndex: -1 }, `${say("result")}${which() ? "：" : ": "}${first} | ${second}`),
      ...lines.map((line) => make("p", { className: "am-c-line" }, line)),
      ...["how_to_read", ...(shipped ? ["not_the_key"] : [])].map((key) => make("p", { className: "am-c-note" }, say(key))), differences(units, mine, theirs, first, second));
    result.firstChild.focus();
  };

  // Whatever is wrong with a file, one sentence says so, and nothing that was typed changes.
  const attempt = (action) => {
    result.replaceChildren();
    try {
      action();
    } catch (error) {
      if (!(error instanceof Wrong)) throw error;
      said.textContent = say(error.key, many(error.given));
      return error;
    }
    return null;
  };

  const withShipped = () => attempt(() => compare(new Map(data.sentences.map(({ unit, shipped }) => [unit, { code: shipped, word: "" }])), say("shipped"), true));

  const withFile = (whose) => {
    const { file, bytes, coder } = classmate;
    const error = attempt(() => compare(codesOf(bytes, file, data, coder), coder || file, false));
    if (error?.names) classmate.names = error.names;
    listCoders(whose);
  };

  const listCoders = (whose) => {
    const names = classmate?.names ?? [];
    const field = make("select", { on: { change: ({ target }) => {
      classmate.coder = target.value;
      withFile(whose);
    } } }, make("option", { value: "" }, say("pick")), names.map((name) => make("option", { value: name }, name)));
    field.value = classmate?.coder ?? "";
    whose.replaceChildren(...(names.length ? [labelled("whose", field)] : []));
  };

  const saving = () => {
    const whose = make("div", { className: "am-c-fields" });
    listCoders(whose);
    const input = make("input", { type: "file", accept: ".csv,.tsv,.txt,text/csv", on: { change: async ({ target }) => {
      const [file] = target.files;
      if (!file) return;
      classmate = { file: file.name, bytes: new Uint8Array(await file.arrayBuffer()), coder: "", names: [] };
      target.value = ""; // so that the same file, mended, can be chosen again
      withFile(whose);
    } } });
    return [make("h2", { id: "save" }, say("save")),
      make("div", { className: "am-c-buttons" }, button("download", download, true), button("anew", anew)),
      make("h2", { id: "compare" }, say("compare")), make("p", {}, say("honest")),
      make("div", { className: "am-c-buttons" }, button("with_shipped", withShipped)),
      make("div", { className: "am-c-fields" }, labelled("with_file", input)), whose, said, result];
  };

  // ---------------------------------------------------------------------------------------------------------- the page

  const languages = () => make("div", { className: "am-c-languages", attributes: { role: "group", "aria-label": say("language") } },
    LANGUAGES.map(([language, label]) => make("button", { type: "button", lang: language, attributes: { "aria-pressed": state.language === language },
      on: { click: () => {
        change((now) => { now.language = language; });
        draw();
        place.querySelector("[aria-pressed=true]").focus();
      } } }, label)));

  const draw = () => {
    place.lang = state.language === "zh" ? "zh-Hans" : "en";
    title.data = say("title");
    title.parentNode.lang = place.lang;
    result.replaceChildren();
    said.textContent = "";
    listSentences();
    const name = make("input", { type: "text", value: state.name, autocomplete: "off",
      on: { input: ({ target }) => change((now) => { now.name = target.value; }) } });
    place.replaceChildren(languages(), make("p", {}, say("intro")), make("p", { className: "am-c-private" }, say("private")),
      ...(data.published ? [make("p", {}, say("published"))] : []), ...choosing(),
      make("h2", { id: "code" }, say("code")),
      make("div", { className: "am-c-columns" }, codebook(),
        make("div", {}, make("div", { className: "am-c-fields" }, labelled("name", name)), list, progress)),
      ...saving());
  };

  load();
  draw();
})();
