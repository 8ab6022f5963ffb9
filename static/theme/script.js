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

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("appearance");
    if (!place) return;
    const button = document.createElement("button");
    button.type = "button";
    const show = () => {
      const label = `${place.dataset.label}: ${place.dataset[current]}`;
      button.dataset.choice = current;
      button.title = label;
      button.setAttribute("aria-label", label);
    };
    button.addEventListener("click", () => {
      current = CHOICES[(CHOICES.indexOf(current) + 1) % CHOICES.length];
      apply(current);
      remember(current);
      show();
    });
    show();
    place.append(button);
  });

  // The script of the search is loaded where it is used: on its page, in its box, and for `#q=` in an address.
  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("[role=search]");
    if (!form) return;
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

  // Pictures of old posts are often gone.  A cover says nothing then, and its frame would stay empty.
  addEventListener(
    "error",
    (event) => {
      if (event.target instanceof HTMLImageElement && event.target.matches(".card-cover, .cover img")) event.target.remove();
    },
    true,
  );

  // Another window of the same site changed the choice.
  addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    current = CHOICES.includes(event.newValue) ? event.newValue : "auto";
    apply(current);
  });
})();
