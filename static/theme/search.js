// Search: docs/search.md describes the files; generator/search writes them, and folds and splits texts in the same way.
const FORM = document.querySelector("[role=search]");
const INDEX = FORM.action;

const UNSPACED =
  /[\u2e80-\u2fdf\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uff66-\uff9f\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ud800-\udfff\u{10000}-\u{10ffff}]/v;
const LETTER = `[[\\p{L}\\p{N}\\u0300-\\u036f\\u0591-\\u05c7\\u064b-\\u065f\\u0670\\u0900-\\u0dff]--[\\u3021-\\u303f${UNSPACED.source}]]`;
const WORD = new RegExp(`${LETTER}+`, "gv");
const PAIR = new RegExp(`^(${LETTER}|${UNSPACED.source})+$`, "v");
const HIDDEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const SILENT = "audio, math, rp, svg, video, a.footnote-ref, a.footnote-backref";
const BLOCKS =
  "blockquote, br, caption, dd, details, div, dl, dt, figcaption, figure, h1, h2, h3, h4, h5, h6, hr, li, ol, p, pre, summary, table, tbody, tfoot, thead, tr, ul";
const [TITLE, PREFIX, CATEGORY, SOURCE] = "\x01\x02\x03\x04";

const kept = new Map();
const simplified = new Map();

// ---- Files

// The result of `make(name)`, made once, or again after a failure.
function once(make, name) {
  if (!kept.has(name)) kept.set(name, make(name));
  kept.get(name).catch(() => kept.delete(name));
  return kept.get(name);
}

async function got(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw Error(url);
  return answer;
}

// Some hosts decompress a file, and some compress it again.
async function unzipped(name) {
  let bytes = new Uint8Array(await (await got(INDEX + name)).arrayBuffer());
  while (bytes[0] === 31 && bytes[1] === 139 && bytes[2] === 8) {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  }
  return { bytes, at: 0 };
}

function number(file) {
  let [value, scale, byte] = [0, 1];
  do {
    byte = file.bytes[file.at++];
    value += (byte & 127) * scale;
    scale *= 128;
  } while (byte > 127);
  return value;
}

async function manifest(name) {
  const { version, segments, years } = await (await got(INDEX + name, { cache: "no-cache" })).json();
  if (version !== 1) throw Error(name);
  let end = 0;
  const ordered = segments.map(([count, buckets, version], id) => ({ id, buckets, version, start: end, end: (end += count) }));
  return { segments: ordered.reverse(), years };
}

// The terms of a bucket, each with the list of its posts.
async function bucket(name) {
  const file = await unzipped(name);
  const size = number(file);
  const units = new Uint16Array(file.bytes.slice(file.at, (file.at += 2 * size)).buffer);
  let text = "";
  for (let at = 0; at < size; at += 8192) text += String.fromCharCode(...units.subarray(at, at + 8192));
  const lists = (size ? text.split("\n") : []).map((term) => [term, number(file)]);
  for (const list of lists) list[1] = file.bytes.subarray(file.at, (file.at += list[1]));
  if (file.at !== file.bytes.length) throw Error(name);
  return lists;
}

// The posts of a segment that contain a term, with `mark` at its end.
async function postsWith({ id, buckets, version, start }, { term, isPrefix }, mark) {
  const key = /^[\x03\x04]/.test(term) ? term : term.slice(0, 3);
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  const place = ((hash ^ (hash >>> 15)) >>> 0) * 8 + ((key.charCodeAt(1) || key.charCodeAt(0)) % 8);
  const posts = new Set();
  for (const [found, bytes] of await once(bucket, `b/${id}/${place % buckets}.bin?${version}`)) {
    if (isPrefix ? !found.startsWith(term) || found.endsWith(TITLE) !== !!mark : found !== term + mark) continue;
    const list = { bytes, at: 0 };
    for (let post = start; list.at < bytes.length; posts.add(post)) post += number(list);
  }
  return posts;
}

async function simplifications(name) {
  const file = await unzipped(name);
  const size = number(file);
  let code = 0;
  const codes = Array.from({ length: size }, () => (code += number(file)));
  if (file.bytes.length !== file.at + 3 * size) throw Error(name);
  codes.forEach((code, at) => {
    const [high, middle, low] = [0, 1, 2].map((column) => file.bytes[file.at + column * size + at]);
    simplified.set(String.fromCodePoint(code), String.fromCodePoint((high << 16) + (middle << 8) + low));
  });
}

// ---- Texts and queries

export const folded = (text) =>
  text
    .replace(HIDDEN, "")
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\0-\x7f]/gu, (character) => simplified.get(character) ?? character);

// The place in `text` that corresponds to a place in the folded text.
function unfolded(text, place) {
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (folded(text.slice(0, middle)).length > place) high = middle - 1;
    else low = middle;
  }
  return low;
}

// What the values of the form mean: terms to look up, phrases to verify, and a pattern of what to mark.
export async function read({ q = "", category, source, year, order }) {
  const query = q.slice(0, 200).replace(/[\ud800-\udbff]$/, "").toWellFormed();
  const search = { query, year, order, filters: [], terms: [], phrases: [], count: 0, shown: 0, left: 1 };
  if (/[^\0-\x7f]/.test(query)) await once(simplifications, "simplified.bin").catch(() => (search.isPartial = true));
  if (category) search.filters.push({ term: CATEGORY + category.replaceAll("\n", "\x1f") });
  if (source) search.filters.push({ term: SOURCE + source });
  const patterns = [];
  const parts = folded(query).split(/\s+/);
  parts.forEach((part, index) => {
    if (UNSPACED.test(part)) {
      const pairs = Array.from({ length: part.length - 1 }, (_, at) => part.slice(at, at + 2));
      const known = pairs.filter((pair) => PAIR.test(pair) && UNSPACED.test(pair));
      const step = Math.max(1, (known.length - 1) / 7);
      for (let at = 0; at < known.length; at += step) search.terms.push({ term: known[Math.round(at)] });
      if (part !== known[0]) search.phrases.push(part);
      patterns.push(part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
    } else {
      const words = part.match(WORD) ?? [];
      words.forEach((word, at) => {
        const isPrefix = index === parts.length - 1 && at === words.length - 1;
        const term = word.slice(0, 32);
        search.terms.push(isPrefix && term.length < 3 ? { term: PREFIX + term } : { term, isPrefix });
        patterns.push(`(?<!${LETTER})${term}${isPrefix || term[31] ? `${LETTER}*` : `(?!${LETTER})`}`);
      });
    }
  });
  search.pattern = new RegExp(patterns.join("|") || "(?!)", "gv");
  return search;
}

// Candidates with their segments, in the order in which they are shown.
async function* candidates(search) {
  const { segments, years } = await once(manifest, "index.json");
  const year = years.findIndex(([name]) => name === +search.year);
  const [from, to] = search.year ? [years[year]?.[1] ?? Infinity, years[year + 1]?.[1] ?? Infinity] : [0, Infinity];
  const later = [];
  search.left = segments.length;
  for (const segment of segments) {
    const common = async (posts, terms, mark) => {
      const sets = posts[0] === undefined ? [] : await Promise.all(terms.map((term) => postsWith(segment, term, mark)));
      return posts.filter((post) => sets.every((set) => set.has(post)));
    };
    let posts = Array.from({ length: segment.end - segment.start }, (_, at) => segment.end - 1 - at);
    let first = [];
    try {
      posts = await common(posts.filter((post) => post >= from && post < to), [...search.filters, ...search.terms], "");
      first = search.order ? await common(posts, search.terms, TITLE) : posts;
    } catch {
      search.isPartial = true;
      posts = [];
    }
    search.left--;
    search.count += posts.length;
    for (const post of first) yield [post, segment];
    const shown = new Set(first);
    later.push(...posts.filter((post) => !shown.has(post)).map((post) => [post, segment]));
  }
  yield* later;
}

const parsed = async (url) => new DOMParser().parseFromString(await (await got(url)).text(), "text/html");

// The text of a page from its title on, where the article begins in it, and the text nodes with their places.
function textOf(page) {
  const nodes = [];
  let text = "";
  let body;
  const walk = (node) => {
    if (node.nodeType === 3) nodes.push([node, text.length]), (text += node.data);
    if (node.nodeType !== 1 || node.matches(SILENT)) return;
    const border = node.matches(BLOCKS) ? "\n" : node.matches("td, th") ? " " : "";
    text += border;
    node.childNodes.forEach(walk);
    text += border;
  };
  for (const part of ["h1", ".content"]) {
    body = text.length;
    walk(page.querySelector(part) ?? page);
  }
  return { text, body, nodes };
}

// Puts `text` into an element and marks in it what was searched.
function write(element, text, pattern) {
  element.textContent = "";
  let at = 0;
  for (const { 0: found, index } of folded(text).matchAll(pattern)) {
    const mark = document.createElement("mark");
    const from = unfolded(text, index);
    mark.textContent = text.slice(from, unfolded(text, index + found.length));
    element.append(text.slice(at, from), mark);
    at = from + mark.textContent.length;
  }
  element.append(text.slice(at));
}

// Marks the first place of a query in this article, and takes the reader there.
export async function arrive(q) {
  const { text, nodes } = textOf(document);
  const found = (await read({ q })).pattern.exec(folded(text));
  if (!found) return;
  const [from, to] = [found.index, found.index + found[0].length].map((place) => unfolded(text, place));
  const [[first, start], [last, end]] = [from, to - 1].map((place) => nodes.findLast(([, start]) => start <= place));
  const range = new Range();
  range.setStart(first, from - start);
  range.setEnd(last, to - end);
  const mark = document.createElement("mark");
  mark.append(range.extractContents());
  range.insertNode(mark);
  for (let around = mark; (around = around.parentElement); ) around.open = true;
  mark.id = "search-place";
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
}

// ---- Results

async function resultOf(search, [post, { version }]) {
  const { bytes } = await once(unzipped, `t/${post >> 6}.bin?${version}`);
  const [address, title, date, source, category] = new TextDecoder().decode(bytes).split("\n")[post & 63].split("\t");
  if (category === undefined) throw Error("titles");
  const href = new URL("..", INDEX).pathname + encodeURI(address.slice(1)).replace(/[?#]/g, encodeURIComponent);
  const load = () => parsed(href).then(textOf, () => null);
  const page = search.phrases[0] && (await load());
  if (page && !search.phrases.every((phrase) => folded(page.text).includes(phrase))) return null;
  return { title, date, page, load, href: `${href}#q=${encodeURIComponent(search.query)}`, meta: [category, source] };
}

// Shows results as one types: on the page of the search, or a few below the box of another page.  Before, the focus was
// at `before`.
export async function start(before) {
  const box = FORM.elements.q;
  const isPage = FORM.matches("main *");
  let panel = (isPage ? document : await parsed(INDEX)).querySelector(".search-results");
  if (!isPage) FORM.append((panel = document.importNode(panel, true)));
  const text = panel.dataset;
  const [status, list, more] = ["[role=status]", "ol", isPage ? "button" : ".search-all"].map((name) => panel.querySelector(name));
  const items = new Map();
  const watcher = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      explain(target);
    }
  });
  let search = {};

  const explain = async (item) => {
    const { load, pattern } = items.get(item);
    const page = items.get(item).page || (await load());
    const excerpt = item.querySelector(".excerpt");
    if (!page) return void (excerpt.textContent = text.missing);
    const article = page.text.slice(page.body).replace(/\s+/g, " ");
    const found = folded(article).search(pattern);
    const from = Math.max(0, unfolded(article, found) - 40);
    write(excerpt, (from ? "…" : "") + article.slice(from, from + 160).toWellFormed(), pattern);
  };

  const show = (result) => {
    const item = panel.querySelector("template").content.firstElementChild.cloneNode(true);
    const [day, link, rest] = [".card-date", "a", ".meta"].map((name) => item.querySelector(name));
    const date = result.date && new Date(result.date.slice(0, 10));
    day.textContent = date ? date.toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" }) : text.undated;
    link.href = result.href;
    write(link, result.title, search.pattern);
    rest.textContent = result.meta.filter(Boolean).join(" · ");
    items.set(item, { ...result, pattern: search.pattern });
    list.append(item);
    watcher.observe(item);
  };

  const say = (name, count = 0) => {
    status.textContent = text[name].replace("{count}", count.toLocaleString("en"));
    if (search.isPartial) status.append(" ", text.partial);
  };

  const extend = async () => {
    const mine = search;
    const limit = mine.shown + (isPage ? 20 : 8);
    let tried = 0;
    more.hidden = true;
    say("loading");
    try {
      for (let batch = [1]; batch[0] && mine.shown < limit && tried < 100; tried += batch.length) {
        batch = [];
        while (batch.length < Math.min(mine.phrases[0] ? 5 : 20, limit - mine.shown)) {
          const { value } = await mine.candidates.next();
          if (!value) break;
          batch.push(resultOf(mine, value).catch(() => void (mine.isPartial = true)));
        }
        const results = await Promise.all(batch);
        if (mine !== search) return;
        for (const result of results) {
          if (result) show(result), mine.shown++;
          else mine.count--;
        }
      }
      const { count, shown, left } = mine;
      more.hidden = !left && count === shown;
      say(left ? "over" : mine.phrases[0] && count > shown ? "most" : count > 1 ? "many" : count ? "one" : "none", count);
    } catch {
      say("failed");
    }
  };

  const begin = async () => {
    const values = Object.fromEntries([...new FormData(FORM)].filter(([, value]) => value));
    const address = new URLSearchParams(values);
    const mine = (search = {});
    if (isPage) history.replaceState(null, "", `?${address}`);
    else more.href = `${INDEX}?${address}`;
    await new Promise((resolve) => setTimeout(resolve, 150));
    const wanted = await read(values);
    if (mine !== search) return;
    search = { ...wanted, candidates: null };
    search.candidates = candidates(search);
    panel.hidden = !isPage && !search.query.trim();
    items.clear();
    list.textContent = "";
    more.hidden = true;
    const isFilter = values.category || values.source || values.year;
    if (search.terms[0] || (isFilter && !search.query.trim())) await extend();
    else say(search.query.trim() ? "short" : "nothing");
  };

  for (const [name, value] of isPage ? new URLSearchParams(location.search) : []) {
    const field = FORM.elements.namedItem(name);
    if (!field) continue;
    field.value = value;
    if (field.value !== value) field.add(new Option(value, value, true, true));
  }
  (isPage ? document : FORM).addEventListener("keydown", (event) => {
    const stops = [box, ...panel.querySelectorAll("li a"), more];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || event.isComposing || !(step || event.key === "Escape")) return;
    event.preventDefault();
    if (step) stops[at + step]?.focus();
    else if (at) box.focus();
    else if (box.value) begin((box.value = ""));
    else (before ?? box)[before ? "focus" : "blur"]();
  });
  if (!isPage) {
    panel.tabIndex = -1;
    FORM.addEventListener("focusout", ({ relatedTarget }) => (panel.hidden = !FORM.contains(relatedTarget)));
    FORM.addEventListener("focusin", ({ relatedTarget }) => {
      panel.hidden = !box.value.trim();
      if (!FORM.contains(relatedTarget)) before = relatedTarget;
    });
  }
  FORM.addEventListener("input", ({ isComposing }) => isComposing || begin());
  FORM.addEventListener("compositionend", begin);
  if (isPage) {
    more.addEventListener("click", async () => {
      const { length } = list.children;
      await extend();
      list.children[length]?.querySelector("a").focus();
    });
  }
  await begin();
}
