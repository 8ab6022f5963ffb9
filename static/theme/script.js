// The choice between light and dark: applied before the page is painted, offered once it is there.
(() => {
  "use strict";
  const CHOICES = ["auto", "light", "dark"];
  const KEY = "pressmark-appearance";
  const root = document.documentElement;

  // A browser may refuse storage; the choice then lasts for this page only.
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (choice) => {
    try {
      if (choice === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, choice);
    } catch {
      // Nothing to do: see above.
    }
  };
  const apply = (choice) => {
    if (choice === "auto") delete root.dataset.theme;
    else root.dataset.theme = choice;
  };

  let current = CHOICES.includes(remembered()) ? remembered() : "auto";
  apply(current);

  // The bars of the browser have the colour of the page, also that of a site's own style sheet.
  const color = () => {
    const bars = document.querySelector("[name=theme-color]");
    if (bars) bars.content = getComputedStyle(root).backgroundColor;
  };
  addEventListener("load", color);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", color);

  document.addEventListener("DOMContentLoaded", () => {
    const menu = document.querySelector("[data-look]");
    if (!menu) return;
    const [name, ...choices] = menu.dataset.look.split("|");
    const button = document.createElement("button");
    button.type = "button";
    button.id = "appearance";
    const show = () => {
      const label = `${name}: ${choices[CHOICES.indexOf(current)]}`;
      button.dataset.choice = current;
      button.title = label;
      button.setAttribute("aria-label", label);
    };
    button.addEventListener("click", () => {
      current = CHOICES[(CHOICES.indexOf(current) + 1) % CHOICES.length];
      apply(current);
      color();
      remember(current);
      show();
    });
    show();
    menu.append(button);
  });

  // The script of the search is loaded where it is used: on its page, in its box, and for `#q=` in an address.
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[role=search]");
    if (!form) return;
    Object.assign(form.elements.q, { maxLength: 200, autocomplete: "off", spellcheck: false });
    const isPage = form.matches("main *");
    const use = (task) =>
      import(form.dataset.script).then(task).catch(() => {
        // Without it, the box leads to the page, and the page says that it failed.
        const results = document.querySelector(".search-results");
        if (results) results.querySelector("[role=status]").textContent = results.dataset.failed;
      });
    const follow = () => {
      if (location.hash.startsWith("#q=")) use(({ arrive }) => arrive(new URLSearchParams(location.hash.slice(1)).get("q")));
    };
    follow();
    addEventListener("hashchange", follow);
    if (isPage) use(({ start }) => start());
    else form.addEventListener("focusin", ({ relatedTarget }) => use(({ start }) => start(relatedTarget)), { once: true });
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest("input, select, textarea, [contenteditable]")) return;
      event.preventDefault();
      form.elements.q.focus();
    });
  });

  // A list may have fewer further pages than when somebody linked to one: the list itself is the nearest thing.
  document.addEventListener("DOMContentLoaded", () => {
    const folder = document.querySelector("[data-further]")?.dataset.further;
    const [list, number] = folder ? location.pathname.split(`/${encodeURI(folder)}/`) : [];
    if (/^\d+\/?$/.test(number)) location.replace(`${location.origin}${list}/`);
  });

  const make = (tag, properties, ...inside) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...inside);
    return element;
  };

  // The style sheet keeps a place for a picture of unknown size.  After it has loaded or failed, the place is given up
  // while it is out of sight; above the window only in browsers that then keep the text where it is.
  let look;
  const places = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (isIntersecting || (boundingClientRect.top < 0 && !CSS.supports("overflow-anchor", "auto"))) continue;
      target.classList.remove("alone");
      places.unobserve(target);
      look?.(target);
    }
  });
  // On the document: the `load` event of an element does not reach the window.
  document.addEventListener("load", ({ target }) => target.matches(".alone") && places.observe(target), true);

  // Pictures of old posts are often gone.  In the text, a frame then says what was there; a cover has no text to
  // show, and only becomes invisible, so that nothing moves.
  const replace = (image) => {
    if (image.matches(".thumb img, .cover img")) image.style.visibility = "hidden";
    if (!image.closest(".content")) return;
    const isAlone = image.matches(".alone");
    const className = isAlone ? `gone ${image.className}` : "gone";
    const frame = make("span", { className }, [image.src.split("/")[2], image.alt].filter(Boolean).join(" · "));
    const [width, height] = ["width", "height"].map((name) => image.getAttribute(name));
    if (width && height) Object.assign(frame.style, { width: `${width}px`, aspectRatio: `${width}/${height}` });
    else if (width && isAlone) frame.style.width = `${width}px`;
    image.replaceWith(frame);
    if (isAlone) places.observe(frame);
  };
  addEventListener("error", ({ target }) => target instanceof HTMLImageElement && replace(target), true);

  // What only a script can do for an article.  The names of its parts are in attributes of the content.
  document.addEventListener("DOMContentLoaded", () => {
    for (const image of document.images) if (image.complete && !image.naturalWidth) image.decode().catch(() => replace(image));
    const content = document.querySelector(".content");
    if (!content) return;
    const { section, copy, enlarge, scroll } = content.dataset;
    const all = (selector) => content.querySelectorAll(selector);
    const contents = document.querySelector(".contents details");
    if (contents && matchMedia("(min-width: 75rem)").matches) contents.open = true;

    for (const heading of all(":is(h2, h3, h4, h5, h6)[id]"))
      if (section && !heading.closest("a, summary"))
        heading.append(make("a", { className: "anchor", href: `#${heading.id}`, ariaLabel: section }, "#"));

    for (const block of all("pre")) {
      const marked = block.closest("[class*=language-]") ?? block.querySelector("[class*=language-]");
      const bar = make("div", { className: "bar" }, marked ? marked.className.match(/language-(\S+)/)[1] : "");
      if (navigator.clipboard && copy) {
        const [label, done] = copy.split("|");
        const button = make("button", { type: "button" }, label);
        const say = () => (button.textContent = done);
        button.onclick = () => navigator.clipboard.writeText(block.textContent).then(say, () => {});
        bar.append(button);
      }
      const box = make("div", { className: "code" });
      block.replaceWith(box);
      box.append(block, bar);
    }

    // Keys scroll what has the focus.
    const mark = () => {
      for (const box of all("pre, .table, math")) {
        const isWide = box.clientWidth && box.scrollWidth > box.clientWidth;
        for (const [name, value] of [["tabindex", 0], ["role", "group"], ["aria-label", scroll]])
          if (!isWide) box.removeAttribute(name);
          else if (name === "tabindex" || box.localName !== "math") box.setAttribute(name, value);
      }
    };
    mark();
    // Pictures in a table make it wider.
    document.addEventListener("load", mark, true);
    addEventListener("resize", mark);

    // A link that holds only a picture without a description is named after its host.
    for (const link of all("a[href]"))
      if (!link.textContent.trim() && ![...link.querySelectorAll("img")].some(({ alt }) => alt)) link.ariaLabel = link.host;

    // A picture that is shown smaller than it is can be enlarged, unless it is a link.
    const article = content.parentElement;
    const [label, close] = (enlarge ?? "").split("|");
    look = (image) => {
      const isReduced = image.naturalWidth > image.width || image.naturalHeight > image.height;
      const isButton = image.role === "button";
      if (isReduced && !isButton && !image.closest("a, summary"))
        Object.assign(image, { tabIndex: 0, role: "button", ariaLabel: `${label} ${image.alt}`.trim(), alt: image.alt || label });
      if (isReduced || !isButton) return;
      for (const name of ["tabindex", "role", "aria-label"]) image.removeAttribute(name);
      if (image.alt === label) image.alt = "";
    };
    const show = (event) => {
      const image = event.target;
      if (image.role !== "button" || !["Enter", " ", undefined].includes(event.key)) return;
      event.preventDefault();
      const large = make("img", { src: image.currentSrc, alt: image.alt });
      if (image.naturalHeight > 2 * image.naturalWidth) large.className = "tall";
      const button = make("button", { type: "button", ariaLabel: close }, large);
      const dialog = make("dialog", { className: "zoom", ariaLabel: image.ariaLabel }, button);
      button.onclick = () => dialog.close();
      dialog.onclose = () => dialog.remove();
      document.body.append(dialog);
      dialog.showModal();
    };
    article.querySelectorAll("img").forEach(look);
    article.addEventListener("load", ({ target }) => look(target), true);
    article.addEventListener("click", show);
    article.addEventListener("keydown", show);
  });

  // A box that leaves of a long list of categories, tags or sources what contains the typed text in its name or below.
  document.addEventListener("DOMContentLoaded", () => {
    const place = document.querySelector("[data-filter]");
    const entries = [...document.querySelectorAll(".terms li")];
    if (!place || entries.length < 20) return;
    const fold = (text) => text.normalize("NFKC").toLowerCase();
    const box = document.createElement("input");
    const status = document.createElement("span");
    let names;
    box.type = "search";
    box.placeholder = place.dataset.filter;
    box.setAttribute("aria-label", place.dataset.filter);
    status.setAttribute("role", "status");
    box.addEventListener("input", () => {
      names ??= entries.map((entry) => fold([...entry.querySelectorAll("a")].map((link) => link.textContent).join("\n")));
      const wanted = fold(box.value.trim());
      entries.forEach((entry, number) => (entry.hidden = !names[number].includes(wanted)));
      const left = entries.filter((entry) => !entry.hidden).length;
      for (const part of document.querySelectorAll(".terms")) part.hidden = !part.querySelector("li:not([hidden])");
      status.textContent = ` ${left} / ${entries.length}`;
    });
    place.append(box, status);
  });

  // Another window of the same site changed the choice.
  addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    current = CHOICES.includes(event.newValue) ? event.newValue : "auto";
    apply(current);
    color();
  });
})();
