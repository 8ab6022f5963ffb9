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
