// In each frame before anything else: whatever runs, and whatever the policy of the page refuses, is told to the top.
(() => {
  if (window === top) return;
  const tell = (kind, what) => top.postMessage({ kind, what: String(what).slice(0, 300) }, "*");
  for (const name of ["alert", "confirm", "prompt", "print", "open", "eval"])
    Object.defineProperty(window, name, { value: () => tell("ran", name) });
  addEventListener("securitypolicyviolation", (event) =>
    tell("refused", `${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );
  // Only code that runs has mistakes in it; pictures that are missing send events of another kind.
  addEventListener("error", (event) => {
    if (event instanceof ErrorEvent) tell("ran", event.message);
  });
})();
