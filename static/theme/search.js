// Search in the browser: docs/search.md describes the files.  `generator/search/` writes them; it folds and splits texts
// in the same way, so a change here needs the same change there.
const FORM = document.querySelector("[role=search]");
const INDEX = FORM.action;
// The script is one folder below the home page; the search may be deeper.
const HOME = new URL("..", import.meta.url).pathname;
const IS_PAGE = FORM.matches("main *");

export const UNSPACED =
  /[\u2e80-\u2fdf\u3005\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3105-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u1100-\u11ff\ua960-\ua97c\uac00-\ud7fb\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ud800-\udfff\u{10000}-\u{10ffff}]/v;
const LETTER = `[[\\p{L}\\p{N}\\p{Mn}\\p{Mc}]--[\\u3021-\\u303f\\ufe00-\\ufe0f${UNSPACED.source}]]`;
export const WORD = new RegExp(`${LETTER}+`, "gv");
const PAIR = new RegExp(`^(?=.?${UNSPACED.source})(${LETTER}|${UNSPACED.source})+$`, "v");
const HIDDEN = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;
const SILENT = "audio, math, rp, video, a.footnote-ref, a.footnote-backref, a.anchor, .bar, .gone";
const BLOCKS =
  "blockquote, br, caption, dd, details, div, dl, dt, figcaption, figure, h1, h2, h3, h4, h5, h6, hr, li, ol, p, pre, summary, table, tbody, tfoot, thead, tr, ul";
// So many bytes of a bucket are loaded at first: the terms of most.
const FIRST_BYTES = 6144;
// What a browser keeps of a file, it may use only after it has asked whether that is the newest.
const CHECKED = { cache: "no-cache" };
const [TITLE, PREFIX, CATEGORY, SOURCE] = "\x01\x02\x03\x04";

// ---- The files of the index

const kept = {};
const simplified = new Map();

// The result of `make(name)`; another call makes it again only after a failure.
const once = (make, name) =>
  (kept[name] ??= make(name).catch((error) => {
    delete kept[name];
    throw error;
  }));

async function got(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw Error(url);
  return answer;
}

const bytesOf = async (answer) => new Uint8Array(await answer.arrayBuffer());
const inflated = (format, ...parts) => bytesOf(new Response(new Blob(parts).stream().pipeThrough(new DecompressionStream(format))));

// Some hosts decompress a file, and some compress it again.
async function unzipped(answer) {
  let bytes = await bytesOf(answer);
  while (bytes[0] === 31 && bytes[1] === 139 && bytes[2] === 8) bytes = await inflated("gzip", bytes);
  return bytes;
}

const opened = async (name, options) => ({ bytes: await unzipped(await got(INDEX + name, options)), at: 0 });

// A part of a file, or for the first one all of it: some hosts cannot send parts, and some send parts of compressed files.
async function part(name, from, to) {
  let answer, bytes;
  try {
    answer = await got(INDEX + name, { headers: { Range: `bytes=${from}-${to - 1}` } });
    if (answer.status === 206 && !answer.headers.has("Content-Encoding")) bytes = await bytesOf(answer);
  } catch {}
  bytes ??= (await unzipped(answer?.status === 200 ? answer : await got(INDEX + name))).subarray(from, from ? to : undefined);
  if (from && bytes.length < to - from) throw Error("cut short");
  return bytes;
}

function number(file) {
  let [value, scale, byte] = [0, 1];
  do {
    if (file.at >= file.bytes.length) throw Error("cut short");
    byte = file.bytes[file.at++];
    value += (byte & 127) * scale;
    scale *= 128;
  } while (byte > 127);
  return value;
}

// Numbers of which each is given as the distance from the last.
function rising(file, count) {
  let value = 0;
  return Array.from({ length: count }, () => (value += number(file)));
}

async function manifest(name) {
  const { version, segments, years } = await (await got(INDEX + name, CHECKED)).json();
  if (version !== 2) throw Error(name);
  let end = 0;
  return { years, segments: segments.map(([count, ...rest], id) => [id, end, (end += count), ...rest]).reverse() };
}

// The terms of a bucket, each with the places of its list of posts, and the beginning of the file.
async function bucket(name) {
  const file = { bytes: await part(name, 0, FIRST_BYTES), at: 0 };
  const end = number(file) + file.at;
  const rest = end > file.bytes.length ? [await part(name, file.bytes.length, end)] : [];
  const head = { bytes: await inflated("deflate-raw", file.bytes.subarray(file.at, end), ...rest), at: 0 };
  const seconds = rising(head, number(head));
  const characters = 2 * number(head);
  const codes = new Uint16Array(head.bytes.slice(head.at, (head.at += characters)).buffer);
  const text = Array.from(codes, (code) => String.fromCharCode(code)).join("");
  const pairs = seconds.map((second, at) => text[at] + String.fromCharCode(second));
  const terms = pairs.concat(text.slice(pairs.length).split("\n").filter(Boolean));
  let total = end;
  const lists = terms.map((term) => {
    const size = number(head);
    return [term, total, (total += size >> 3), ((size >> 1) & 3) + 2, size & 1];
  });
  if (head.at !== head.bytes.length) throw Error(name);
  return { lists, loaded: file.bytes };
}

// The posts of a segment that contain a term, with `mark` at its end.
async function postsWith([id, start, , buckets, version], { term, isPrefix }, mark) {
  const key = /^[\x03\x04]/.test(term) ? term : term.slice(0, 3);
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  const place = ((hash ^ (hash >>> 15)) >>> 0) * 8 + ((key.charCodeAt(1) || key.charCodeAt(0)) % 8);
  const name = `b/${id}/${place % buckets}.bin?${version}`;
  const { lists, loaded } = await once(bucket, name);
  const found = lists.filter(([found]) => (isPrefix ? found.startsWith(term) && found.endsWith(TITLE) === !!mark : found === term + mark));
  const posts = new Set();
  if (!found.length) return posts;
  const [from, to] = [found[0][1], found.at(-1)[2]];
  const bytes = to > loaded.length ? await once(() => part(name, from, to), `${name} ${from} ${to}`) : loaded.subarray(from, to);
  for (const [, first, end, digits, isZipped] of found) {
    let list = bytes.subarray(first - from, end - from);
    if (isZipped) list = await inflated("deflate-raw", list);
    const count = Math.floor((2 * list.length) / digits);
    let post = start;
    for (let value = 0; value < count; value++) {
      let step = 0;
      for (let at = value; at < count * digits; at += count) step = 16 * step + ((list[at >> 1] >> (at % 2 ? 0 : 4)) & 15);
      posts.add((post += step));
    }
  }
  return posts;
}

async function simplifications(name) {
  const file = await opened(name);
  let code = 0;
  for (const simple of rising(file, number(file))) {
    const step = number(file);
    code += step % 2 ? -(step + 1) / 2 : step / 2;
    simplified.set(String.fromCodePoint(code), String.fromCodePoint(simple));
  }
  if (file.at !== file.bytes.length) throw Error(name);
}

// ---- Texts

export const folded = (text) =>
  text
    .replace(HIDDEN, "")
    .replace(/(\p{M}{30})\p{M}+/gu, "$1")
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replaceAll("i\u0307", "i")
    .replace(/[^\0-\x7f]/gu, (character) => simplified.get(character) ?? character);

// The place in `text` of a place in the folded text: before the character that contains it, or as an end, after that.
function unfolded(text, place, isEnd) {
  const lengthAt = (end) => folded(text.slice(0, end)).length;
  // Mostly the places are the same.
  let low = lengthAt(place) > place ? 0 : Math.min(place, text.length);
  let high = lengthAt(place + 1) > place ? low || place : text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lengthAt(middle) > place) high = middle - 1;
    else low = middle;
  }
  return isEnd && lengthAt(low) < place ? low + String.fromCodePoint(text.codePointAt(low)).length : low;
}

const parsed = async (url) => new DOMParser().parseFromString(await (await got(url)).text(), "text/html");

// The text of title and article of a page, where the article begins, and the text nodes with their places.
export function textOf(page) {
  const nodes = [];
  let text = "";
  const walk = (node) => {
    if (node.nodeType === 3) nodes.push([node, text.length]), (text += node.data);
    if (node.nodeType !== 1 || node.matches(SILENT)) return;
    const border = node.matches(BLOCKS) ? "\n" : node.matches("td, th") ? " " : "";
    text += border;
    node.childNodes.forEach(walk);
    text += border;
  };
  // The template of a post may have other names for its parts.
  const title = page.querySelector("h1");
  if (title) walk(title);
  const body = text.length;
  walk(page.querySelector(".content") ?? page.querySelector("main") ?? page.body);
  return { text, body, nodes };
}

// Puts `text` into an element, with marks where `pattern` is found.
function write(element, text, pattern) {
  let at = 0;
  element.textContent = "";
  for (const { 0: found, index } of folded(text).matchAll(pattern)) {
    const mark = document.createElement("mark");
    const start = unfolded(text, index);
    element.append(text.slice(at, start), mark);
    at = unfolded(text, index + found.length, true);
    mark.append(text.slice(start, at));
  }
  element.append(text.slice(at));
}

// Marks the first place of a query in this article, and only that, and takes the reader there.
export async function arrive(q) {
  const old = document.querySelector("#search-place");
  old?.replaceWith(...old.childNodes);
  const { pattern } = await read({ q });
  const { text, nodes } = textOf(document);
  const { 0: found, index } = folded(text).matchAll(pattern).next().value ?? [];
  if (!found) return;
  const range = new Range();
  const mark = document.createElement("mark");
  const [from, to] = [unfolded(text, index), unfolded(text, index + found.length, true)];
  const nodeAt = (place) => nodes.findLast(([, start]) => start <= place);
  const [[first, start], [last, end]] = [nodeAt(from), nodeAt(to - 1)];
  range.setStart(first, from - start);
  range.setEnd(last, to - end);
  mark.append(range.extractContents());
  range.insertNode(mark);
  for (let around = mark; (around = around.closest("details:not([open])")); ) around.open = true;
  mark.id = "search-place";
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center" });
}

// ---- Queries

// What the values of the form mean: terms to look up, phrases to verify, and a pattern of what to mark.
export async function read({ q = "", category, source, year, order }) {
  const query = q.slice(0, 200).replace(/[\ud800-\udbff]$/, "").toWellFormed();
  const search = { query, year, order, filters: [], terms: [], phrases: [], count: 0, shown: 0 };
  if (/[^\0-\x7f]/.test(query)) await once(simplifications, "simplified.bin").catch(() => (search.isPartial = true));
  if (category) search.filters.push({ term: CATEGORY + category.replaceAll("\n", "\x1f") });
  if (source) search.filters.push({ term: SOURCE + source });
  const patterns = [];
  const parts = folded(query).split(/\s+/);
  for (const [index, part] of parts.entries()) {
    if (UNSPACED.test(part)) {
      const pairs = Array.from({ length: part.length - 1 }, (_, at) => part.slice(at, at + 2)).filter((pair) => PAIR.test(pair));
      const step = Math.max(1, (pairs.length - 1) / 7);
      for (let at = 0; at < pairs.length; at += step) search.terms.push({ term: pairs[Math.round(at)] });
      if (part !== pairs[0]) search.phrases.push(part);
      patterns.push(part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
      continue;
    }
    const words = part.match(WORD) ?? [];
    for (const [at, word] of words.entries()) {
      const term = word.slice(0, 32);
      const isPrefix = index + 1 === parts.length && at + 1 === words.length;
      search.terms.push(isPrefix && term.length < 3 ? { term: PREFIX + term } : { term, isPrefix });
      patterns.push(`(?<!${LETTER})${term}${isPrefix || term[31] ? `${LETTER}*` : `(?!${LETTER})`}`);
    }
  }
  search.pattern = RegExp(patterns.join("|") || "(?!)", "gv");
  return search;
}

// Candidates, in the order in which they are shown.
async function* candidates(search) {
  const { segments, years } = await once(manifest, "index.json");
  const isOfYear = (post) => !search.year || years.findLast(([, first]) => first <= post)?.[0] === +search.year;
  const later = [];
  search.left = segments.length;
  for (const segment of segments) {
    const common = async (posts, terms, mark) => {
      const sets = posts.length ? await Promise.all(terms.map((term) => postsWith(segment, term, mark))) : [];
      return posts.filter((post) => sets.every((set) => set.has(post)));
    };
    const [, start, end] = segment;
    let posts = Array.from({ length: end - start }, (_, at) => end - 1 - at).filter(isOfYear);
    const failed = () => ((search.isPartial = true), []);
    posts = await common(posts, [...search.filters, ...search.terms], "").catch(failed);
    const first = search.order ? await common(posts, search.terms, TITLE).catch(failed) : posts;
    search.left--;
    search.count += posts.length;
    yield* first;
    const shown = new Set(first);
    for (const post of posts) if (!shown.has(post)) later.push(post);
  }
  yield* later;
}

// What is shown of a candidate; null if its page does not contain the phrases.
async function resultOf({ query, phrases }, post) {
  const { bytes } = await once((name) => opened(name, CHECKED), `t/${Math.floor(post / 50)}.bin`);
  const [address, title, date, source, category] = new TextDecoder().decode(bytes).split("\n")[post % 50].split("\t");
  if (category === undefined) throw Error("titles");
  const href = HOME + encodeURI(address.slice(1)).replace(/[?#]/g, encodeURIComponent);
  const load = () => parsed(href).then(textOf, () => null);
  const hasAll = (text) => phrases.every((phrase) => text.includes(phrase));
  const page = hasAll(folded(title)) ? undefined : await load();
  if (page && !hasAll(folded(`${title}\n${page.text}`))) return null;
  return { href: `${href}#q=${encodeURIComponent(query)}`, title, date, meta: [category, source], page, load };
}

// ---- The page, and the panel in the header of other pages

// Shows results as one types.  `before` is the element that had the focus before the box, if any.
export async function start(before) {
  const box = FORM.elements.q;
  let panel = (IS_PAGE ? document : await parsed(INDEX)).querySelector(".search-results");
  if (!IS_PAGE) FORM.append((panel = document.importNode(panel, true)));
  const text = panel.dataset;
  const part = (name, within = panel) => within.querySelector(name);
  const [status, list, more] = [part("[role=status]"), part("ol"), part(IS_PAGE ? "button" : ".search-all")];
  let search = {};

  const say = (name) => {
    const count = name === "over" && search.phrases[0] ? search.shown : search.count;
    status.textContent = text[name].replace("{count}", count?.toLocaleString("en"));
    if (search.isPartial && name !== "loading") status.append(" ", text.partial);
  };

  const show = ({ href, title, date, meta, page, load }, pattern) => {
    const item = part("template").content.firstElementChild.cloneNode(true);
    const day = date && new Date(date.slice(0, 10));
    part(".card-date", item).textContent = day
      ? day.toLocaleDateString(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" })
      : text.undated;
    part("a", item).href = href;
    write(part("a", item), title, pattern);
    part(".meta", item).textContent = meta.filter(Boolean).join(" · ");
    list.append(item);
    const watcher = new IntersectionObserver(async (entries) => {
      if (!entries.at(-1).isIntersecting) return;
      watcher.disconnect();
      page ??= await load();
      const article = page ? page.text.slice(page.body).replace(/\s+/g, " ") : text.missing;
      const from = Math.max(0, unfolded(article, folded(article).search(pattern)) - 40);
      const end = article[from + 160] ? "…" : "";
      const excerpt = article.slice(from, from + 160).replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, "");
      write(part(".excerpt", item), (from ? "…" : "") + excerpt + end, pattern);
    });
    watcher.observe(item);
  };

  const extend = async () => {
    const mine = search;
    const limit = mine.shown + (IS_PAGE ? 10 : 8);
    const { length } = list.children;
    const hadFocus = document.activeElement === more;
    let tried = 0;
    let isEnd = false;
    more.hidden = true;
    say("loading");
    // Old results stay until there are new ones.
    const clear = () => mine.shown || list.replaceChildren();
    try {
      while (!isEnd && mine.shown < limit && tried < 100) {
        const batch = [];
        for (; !isEnd && batch.length < Math.min(5, limit - mine.shown); tried++) {
          const { value, done } = await mine.candidates.next();
          isEnd = done;
          if (!done) batch.push(resultOf(mine, value).catch(() => void (mine.isPartial = true)));
        }
        const found = (await Promise.all(batch)).filter(Boolean);
        if (mine !== search) return;
        clear();
        found.forEach((result) => show(result, mine.pattern));
        mine.shown += found.length;
        mine.count -= batch.length - found.length;
      }
      const { count, shown, left } = mine;
      more.hidden = !left && count === shown;
      say(left ? "over" : mine.phrases[0] && count > shown ? "most" : count > 1 ? "many" : count ? "one" : "none");
    } catch {
      if (mine !== search) return;
      clear();
      say("failed");
    }
    const next = list.children[length] ?? (more.hidden && list.lastChild);
    if (hadFocus) (next ? part("a", next) : more).focus();
  };

  const begin = async (event) => {
    const values = Object.fromEntries([...new FormData(FORM)].filter(([, value]) => value));
    const isFilter = values.category || values.source || values.year;
    const address = INDEX + `?${new URLSearchParams(values)}`.replace(/\?$/, "");
    const mine = (search = {});
    more.hidden = true;
    more.href = address;
    if (event) await new Promise((resolve) => setTimeout(resolve, 150));
    if (mine !== search) return;
    if (IS_PAGE) history.replaceState(null, "", address);
    const wanted = await read(values);
    if (mine !== search) return;
    search = wanted;
    search.candidates = candidates(search);
    const isEmpty = !search.query.trim();
    panel.hidden = !IS_PAGE && (isEmpty || !FORM.contains(document.activeElement));
    if (search.terms.length || (isEmpty && isFilter)) return extend();
    list.replaceChildren();
    say(isEmpty ? "nothing" : "short");
  };

  (IS_PAGE ? document : FORM).addEventListener("keydown", (event) => {
    const stops = [box, ...panel.querySelectorAll("li a"), more];
    const at = stops.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (at < 0 || event.isComposing || !(step || event.key === "Escape")) return;
    event.preventDefault();
    if (step) stops[at + step]?.focus();
    else if (at) box.focus();
    else if (box.value) (box.value = ""), begin();
    else if (before) before.focus();
    else box.blur();
  });
  FORM.addEventListener("input", (event) => event.isComposing || begin(event));
  FORM.addEventListener("compositionend", begin);
  if (IS_PAGE) {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = FORM.elements.namedItem(name);
      if (field) field.value = value;
      if (field?.value !== value) field?.add?.(new Option(value, value, false, true));
    }
    FORM.addEventListener("submit", (event) => (event.preventDefault(), begin()));
    more.addEventListener("click", extend);
    // Whoever scrolls to the end of ten gets ten more; after twenty one must press, so that the end of the page can be reached.
    new IntersectionObserver((entries) => {
      if (entries.at(-1).isIntersecting && !more.hidden && search.shown % 20 === 10) extend();
    }).observe(more);
  } else {
    panel.tabIndex = -1;
    FORM.addEventListener("focusout", ({ relatedTarget }) => (panel.hidden = !FORM.contains(relatedTarget)));
    FORM.addEventListener("focusin", ({ relatedTarget }) => {
      panel.hidden = !box.value.trim();
      if (!FORM.contains(relatedTarget)) before = relatedTarget;
    });
  }
  await begin();
}
