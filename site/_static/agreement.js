// Agreement of two coders, and the tables that they hand each other. The same numbers as helpers/stats/reliability.py, the same
// reading of files and the same sentences as classroom/agree.py.
"use strict";
(() => {
  const DRAWS = 10_000;
  const LEVEL = 0.95;
  const NEEDED = ["article_id", "quote", "domain"];

  // What is wrong, as a key of the messages: the page says it in either language.
  class Wrong extends Error {
    constructor(key, given) {
      super(key);
      Object.assign(this, { key, given });
    }
  }

  // ---------------------------------------------------------------------------------------------------------- numbers

  // The Mersenne Twister with 53 bits (Matsumoto and Nishimura 1998), as NumPy's RandomState has it.
  const twister = (seed) => {
    const state = new Uint32Array(624);
    state[0] = seed;
    for (let i = 1; i < 624; i += 1) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i;
    let at = 624;
    const next = () => {
      if (at === 624) {
        for (let k = 0; k < 624; k += 1) {
          const y = (state[k] & 0x80000000) | (state[(k + 1) % 624] & 0x7fffffff);
          state[k] = state[(k + 397) % 624] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
        }
        at = 0;
      }
      let y = state[at++];
      y ^= y >>> 11;
      y ^= (y << 7) & 0x9d2c5680;
      y ^= (y << 15) & 0xefc60000;
      return (y ^ (y >>> 18)) >>> 0;
    };
    return () => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  };

  // As NumPy's quantile of its default method.
  const quantile = (sorted, share) => {
    const place = (sorted.length - 1) * share;
    const below = Math.floor(place);
    const [low, high, part] = [sorted[below], sorted[Math.min(below + 1, sorted.length - 1)], place - below];
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
  };

  const interval = (values) => {
    const sorted = Float64Array.from(values).sort();
    return [quantile(sorted, (1 - LEVEL) / 2), quantile(sorted, (1 + LEVEL) / 2)];
  };

  // Alpha and kappa of the units at `drawn`; null where one and the same code is used throughout.
  const measure = (first, second, names, drawn) => {
    const [ones, twos] = [new Float64Array(names), new Float64Array(names)];
    const n = drawn.length;
    let same = 0;
    for (const unit of drawn) {
      ones[first[unit]] += 1;
      twos[second[unit]] += 1;
      same += first[unit] === second[unit];
    }
    let [pairs, chance] = [0, 0];
    for (let code = 0; code < names; code += 1) {
      pairs += (ones[code] + twos[code]) ** 2;
      chance += ones[code] * twos[code];
    }
    const all = 2 * n;
    const expected = (all ** 2 - pairs) / (all * (all - 1));
    return {
      alpha: expected > 1e-12 ? 1 - (2 * (n - same)) / all / expected : null,
      kappa: chance < n ** 2 ? (n * same - chance) / (n ** 2 - chance) : null,
    };
  };

  // { same, alpha: [value, low, high], kappa: the same } of two lists of codes over the same sentences, in the order of the
  // articles; alpha is null where agreement cannot be told from chance.
  const agree = (one, two) => {
    const n = one.length;
    const names = [...new Set([...one, ...two])];
    const [first, second] = [one, two].map((codes) => Uint16Array.from(codes, (code) => names.indexOf(code)));
    const drawn = Uint32Array.from(first, (_, unit) => unit);
    const same = one.filter((code, unit) => code === two[unit]).length;
    const value = measure(first, second, names.length, drawn);
    if (value.alpha === null) return { same, alpha: null, kappa: null };
    const [alphas, kappas] = [[], []];
    const random = twister(0);
    for (let draw = 0; draw < DRAWS; draw += 1) {
      for (let k = 0; k < n; k += 1) drawn[k] = Math.floor(random() * n);
      const { alpha, kappa } = measure(first, second, names.length, drawn);
      if (alpha !== null) alphas.push(alpha);
      if (kappa !== null) kappas.push(kappa);
    }
    return { same, alpha: [value.alpha, ...interval(alphas)], kappa: [value.kappa, ...interval(kappas)] };
  };

  // The exact interval of the share in which coders agree, where they agreed in all n sentences or in none (Clopper and Pearson 1934).
  const exactly = (same, n) => {
    const bound = ((1 - LEVEL) / 2) ** (1 / n);
    return same ? [bound, 1] : [0, 1 - bound];
  };

  // Two digits as Python prints them: a number exactly between two goes to the even one. Only odd eighths are such.
  const fixed = (x) => {
    if (!Number.isInteger(x * 8) || (x * 8) % 2 === 0) return x.toFixed(2);
    const below = Math.floor(x * 100);
    return ((below % 2 === 0 ? below : below + 1) / 100).toFixed(2);
  };

  // `n` of `pool`, the same for the same number, in the order of the pool.
  const sample = (pool, n, number) => {
    const [random, left] = [twister(number), [...pool]];
    const taken = new Set();
    while (taken.size < n && left.length) taken.add(left.splice(Math.floor(random() * left.length), 1)[0]);
    return pool.filter((one) => taken.has(one));
  };

  // ----------------------------------------------------------------------------------------------------------- tables

  // As `to_csv` and `armed` of helpers/tables.py, but of the blanks and marks only those that a hand types.
  const FORMULA = /(^|[;\t\n])(?=[ \u3000]*[=+\-@＝＋－＠]|(?<![;\t\n])[\t\n])/g;
  const DISARMED = /(^|[;\t\n])'(?=[ \u3000]*[=+\-@＝＋－＠])|^'(?=[\t\n])/g;

  const toCsv = (rows) => {
    const cell = (text) => {
      const safe = String(text).replace(FORMULA, "$1'");
      return /[",;\t\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    };
    return `\ufeff${rows.map((row) => row.map(cell).join(",")).join("\n")}\n`;
  };

  const strictly = (bytes, encoding) => {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  };

  // By its byte-order mark, else as UTF-8, else the encoding that gives most characters of our sentences.
  const decode = (bytes, sentences, file) => {
    if (!bytes.some((byte) => byte > 32)) throw new Wrong("empty_file", { file });
    const starts = (...sign) => sign.every((byte, k) => bytes[k] === byte);
    const other = starts(0x50, 0x4b, 3, 4) || starts(0x25, 0x50, 0x44, 0x46) || starts(0xd0, 0xcf, 0x11, 0xe0);
    const marked = starts(0xff, 0xfe) ? "utf-16le" : starts(0xfe, 0xff) ? "utf-16be" : "utf-8";
    let text = other ? null : strictly(bytes, marked);
    if (!other && (text === null || text.includes("\0"))) {
      const known = new Set(sentences.map((one) => one.text).join(""));
      const score = (found) => [...found].reduce((sum, c) => sum + (c > "\x7f" ? (known.has(c) ? 1 : -1) : c === "\0" ? -9 : 0), 0);
      const found = ["gb18030", "big5", "utf-16le", "utf-16be"].map((name) => strictly(bytes, name)).filter((one) => one !== null);
      const scores = found.map(score);
      const best = scores.indexOf(Math.max(...scores));
      text = scores[best] > 0 ? found[best] : null;
    }
    if (text === null || text.includes("\0")) throw new Wrong("not_text", { file });
    return text.replace(/^\ufeff/, "");
  };

  // [{ row, cells }], the header among them; a quotation mark that is not closed, or not at the end of a cell, is an error.
  const rowsOf = (whole, file) => {
    const hint = /^sep=.[ \t]*\r?\n/.exec(whole);
    const text = hint ? whole.slice(hint[0].length) : whole;
    const head = text.split("\n", 1)[0];
    const [delimiter] = [",", ";", "\t"].map((sign) => [sign, head.split(sign).length]).reduce((a, b) => (b[1] > a[1] ? b : a));
    const rows = [];
    let [row, cells, at] = [hint ? 2 : 1, [], 0];
    while (at < text.length) {
      let cell = "";
      if (text[at] === '"') {
        const quoted = /"((?:[^"]|"")*)"(?=[,;\t\r\n]|$)/y;
        quoted.lastIndex = at;
        const found = quoted.exec(text);
        at = quoted.lastIndex;
        if (!found || (at < text.length && ![delimiter, "\r", "\n"].includes(text[at]))) throw new Wrong("not_a_table", { file, row });
        cell = found[1].replaceAll('""', '"');
      } else {
        while (at < text.length && ![delimiter, "\r", "\n"].includes(text[at])) cell += text[at++];
      }
      cells.push(cell.trim().replace(DISARMED, "$1").trim());
      if (text[at] === delimiter) {
        at += 1;
        if (at < text.length) continue;
        cells.push("");
      }
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (cells.some((one) => one)) rows.push({ row, cells });
      [row, cells] = [row + 1, []];
    }
    return rows;
  };

  const recordsOf = (text, file) => {
    const [head, ...rows] = rowsOf(text, file);
    const header = head.cells.map((name) => name.toLowerCase());
    while (!header.at(-1)) header.pop();
    const twice = header.find((name, k) => name && header.indexOf(name) !== k);
    if (twice) throw new Wrong("column_twice", { file, column: twice });
    const missing = NEEDED.find((name) => !header.includes(name));
    if (missing) throw new Wrong("no_column", { file, column: missing });
    if (!rows.length) throw new Wrong("no_row", { file });
    return rows.map(({ row, cells }) => {
      while (cells.length > header.length && !cells.at(-1)) cells.pop();
      if (cells.length > header.length) throw new Wrong("ragged", { file, row, n: cells.length, wanted: header.length });
      return { ...Object.fromEntries(header.map((name, k) => [name, cells[k] ?? ""])), row };
    });
  };

  const ofOneCoder = (records, file, coder) => {
    const column = ["coder", "name"].find((name) => name in records[0]);
    const names = [...new Set(records.map((record) => record[column]))].filter(Boolean);
    if (names.length < 2) return records;
    if (!names.includes(coder)) throw Object.assign(new Wrong("two_coders", { file, names: names.join(", ") }), { names });
    return records.filter((record) => record[column] === coder);
  };

  // `?` may stand for a character that an encoding lacks.
  const sentenceOf = (quote, sentences) => {
    if (!quote) return undefined;
    const whole = sentences.find((one) => one.text.includes(quote));
    if (whole) return whole;
    const lossy = [...quote].map((c) => ("?\ufffd".includes(c) ? "." : c.replace(/[\\^$.*+()[\]{}|/]/, "\\$&"))).join("");
    const found = sentences.filter((one) => new RegExp(`^${lossy}$`, "u").test(one.text));
    return found.length === 1 ? found[0] : undefined;
  };

  // A row of a table: its sentence, its domains, whether the quote is the whole sentence, and the word.
  const codedRow = (record, file, { sentences, domains, published }) => {
    const where = { file, row: record.row };
    const article = record.article_id.padStart(3, "0"); // a spreadsheet turns 000 into 0
    const { quote } = record;
    const of = sentences.filter((one) => one.article === article);
    if (!record.domain) throw new Wrong("no_domain", where);
    if (!of.length) throw new Wrong("no_article", { ...where, article });
    const sentence = sentenceOf(quote, of);
    const short = [...quote].slice(0, 40).join("");
    if (!sentence) throw new Wrong(published ? "not_shown" : "no_quote", { ...where, article, quote: short });
    const given = record.domain.toLowerCase().split("+").map((part) => part.trim());
    const unknown = given.filter((part) => part !== "none" && !domains.some(({ value }) => value === part)).sort();
    if (unknown.length) throw new Wrong("unknown_domain", { ...where, domain: unknown[0] });
    const near = (record.form ?? "").toLowerCase() === "near_miss";
    return { unit: sentence.unit, given, near, inFull: quote.length === sentence.text.length, word: record.word ?? "" };
  };

  // Map of unit -> { code, word }: the sentences that the coder of a table read, in the order of the articles.
  const codesOf = (bytes, file, data, coder = "") => {
    const { sentences } = data;
    const records = ofOneCoder(recordsOf(decode(bytes, sentences, file), file), file, coder);
    const rows = records.map((record) => codedRow(record, file, data));
    const onlyThese = rows.every(({ inFull }) => inFull) || rows.some(({ given }) => given.includes("none"));
    const units = new Set(rows.map(({ unit }) => unit));
    const articles = new Set(rows.map(({ unit }) => unit.split(":")[0]));
    const read = sentences.filter(({ unit, article }) => (onlyThese ? units.has(unit) : articles.has(article)));
    return new Map(read.map(({ unit }) => {
      const its = rows.filter((row) => row.unit === unit);
      const domains = new Set(its.flatMap(({ given, near }) => (near ? [] : given)));
      return [unit, { code: joined(domains), word: its.map(({ word }) => word).filter(Boolean).join(", ") }];
    }));
  };

  // The code of a sentence: its domains in the order of the alphabet.
  const joined = (domains) => [...domains].filter((one) => one !== "none").sort().join("+") || "none";

  window.amAgreement = { agree, codesOf, exactly, fixed, joined, sample, toCsv, Wrong };
})();
