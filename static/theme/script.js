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
    if (location.hash.startsWith("#q=")) use(({ arrive }) => arrive(new URLSearchParams(location.hash.slice(1)).get("q")));
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

  // Pictures of old posts are often gone.  A cover says nothing then, and its frame would stay empty.
  addEventListener(
    "error",
    (event) => {
      if (event.target instanceof HTMLImageElement && event.target.matches(".thumb img, .cover img")) event.target.closest(".thumb, .cover").remove();
    },
    true,
  );

  // Another window of the same site changed the choice.
  addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    current = CHOICES.includes(event.newValue) ? event.newValue : "auto";
    apply(current);
    color();
  });
})();
