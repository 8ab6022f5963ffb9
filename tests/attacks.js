// Opens pages in frames, does to them what a reader could do, and says what ran, what the policy of the page refused,
// and what is in the page that may not be there.  The frames tell of the first two themselves: see attacks_hooks.js.
async ({ pages, rules, atOnce }) => {
  const EVENTS =
    `abort afterprint animationend animationiteration animationstart auxclick beforeinput begin blur cancel canplay change
     click contextmenu copy cut dblclick drag dragstart drop end error finish focus focusin fullscreenchange input invalid
     keydown keyup load loadstart message mousedown mouseenter mousemove mouseover mouseup paste pointerdown pointermove
     pointerover reset resize scroll scrollend select start submit toggle touchstart transitionend wheel beforetoggle
     pageshow repeat slotchange unhandledrejection bounce`.split(/\s+/);
  const found = [];
  const frames = new Map();
  const pause = (time) => new Promise((done) => setTimeout(done, time));

  addEventListener("message", (event) => {
    let source = event.source;
    while (source && source.parent !== window) source = source.parent;
    const page = frames.get(source);
    if (page && event.data?.kind) found.push([page, event.data.kind, event.data.what]);
  });

  const loaded = (frame, limit) =>
    Promise.race([new Promise((done) => frame.addEventListener("load", done, { once: true })), pause(limit)]);

  const protocol = (address, base) => {
    try {
      return new URL(address, base).protocol;
    } catch {
      return "none";
    }
  };

  // Every handler gets its event.  Links and forms do what they do, but for leaving the page.
  const act = (view) => {
    const document = view.document;
    const stay = (event) => {
      const link = event.target.closest?.("a, area");
      const form = event.target.closest?.("form");
      const to =
        event.type === "submit"
          ? event.submitter?.getAttribute("formaction") || form?.getAttribute("action") || ""
          : link?.getAttribute("href") || link?.getAttribute("xlink:href") || "";
      const isLeaving = event.type === "submit" || link;
      if (isLeaving && protocol(to, document.baseURI) !== "javascript:") event.preventDefault();
    };
    view.addEventListener("click", stay);
    view.addEventListener("submit", stay);
    for (const element of document.querySelectorAll("[target]")) element.removeAttribute("target");
    const places = document.querySelectorAll("article h1, article .meta, article .content, article .content *, li.card *");
    // An event that nobody can cancel is as new after each use.
    const events = EVENTS.map((name) => name !== "click" && new view.Event(name));
    for (const element of places.length ? places : document.querySelectorAll("body, body *"))
      for (const event of events)
        element.dispatchEvent(event || new view.MouseEvent("click", { bubbles: true, cancelable: true, composed: true }));
  };

  const inspect = (view, page, isWhole) => {
    const document = view.document;
    const fault = (what) => found.push([page, "fault", what]);
    if (document.baseURI !== document.URL) fault(`base ${document.baseURI}`);
    if (view.length) fault(`${view.length} frames`);
    const walker = document.createTreeWalker(document, NodeFilter.SHOW_COMMENT | NodeFilter.SHOW_PROCESSING_INSTRUCTION);
    while (walker.nextNode()) fault(`comment ${walker.currentNode.data}`);
    for (const element of document.querySelectorAll("*")) {
      const tag = element.localName;
      const isPost = element.closest(".content") && !element.matches(".content");
      const isFormula = isPost && element.namespaceURI === "http://www.w3.org/1998/Math/MathML";
      if (!isFormula && element.namespaceURI !== "http://www.w3.org/1999/xhtml") fault(`namespace of ${tag}`);
      const isSearch = !isPost && element.closest("form[role=search], .search-results");
      const tags = isFormula ? rules.formulaTags : isPost ? rules.tags : isSearch ? rules.searchTags : rules.pageTags;
      if (!tags.includes(tag) && !element.matches(".bar > button")) fault(`element ${tag}`);
      if (element.shadowRoot) fault(`shadow in ${tag}`);
      if (tag === "script" && !element.src.startsWith(rules.script) && element.type !== "application/ld+json")
        fault(`script ${element.outerHTML}`);
      if (tag === "meta" && element.httpEquiv && !["Content-Security-Policy"].includes(element.httpEquiv))
        fault(`meta ${element.httpEquiv}`);
      if (tag === "link" && element.relList.contains("stylesheet") && !element.href.startsWith(location.origin))
        fault(`style sheet ${element.href}`);
      for (const { name, value } of element.attributes) {
        const isKnown = isFormula
          ? rules.formulaAttributes.includes(name)
          : isPost
          ? rules.globals.includes(name) || rules.attributes[tag]?.includes(name)
          : !/^on|^(style|srcdoc|action|formaction|background|ping|is|slot|part|srcset|usemap|data)$/.test(name);
        // What the script of the theme adds to an article; no post may have these classes.
        const isAdded = /^(role|tabindex|aria-label)$/.test(name) || (element.matches(".bar > button") && name === "type") ||
          (element.matches(".gone") && name === "style") ||
          (element.matches(".thumb img, .cover img") && name === "style" && value === "visibility: hidden;");
        if (!isKnown && !isAdded && !(isSearch && name === "action" && value === "/search/")) fault(`attribute ${name} of ${tag}`);
        if (isPost && name === "class")
          for (const one of value.split(" "))
            if (!rules.classes.includes(one) && !/^language-[\w+#.-]+$/.test(one) && !(isFormula && /^math-[a-z-]+$/.test(one)))
              fault(`class ${one}`);
        if (isPost && name === "id" && !/^(h-|fn)/.test(value)) fault(`id ${value}`);
        const addresses =
          name === "srcset" ? value.split(/,\s+/).map((one) => one.trim().split(/\s/)[0])
          : ["href", "src", "poster", "cite"].includes(name) ? [value]
          : [];
        const allowed = name === "href" ? ["http:", "https:", "mailto:"] : ["http:", "https:"];
        for (const address of addresses) {
          if (!allowed.includes(protocol(address, document.baseURI))) fault(`${name} ${address}`);
          else if (new URL(address, document.baseURI).username) fault(`user name in ${address}`);
        }
      }
    }
    if (!isWhole) return;
    const shape = [...document.body.children].map((element) => element.localName).join(" ");
    if (!/^a header main( nav)? footer$/.test(shape)) fault(`body of ${shape}`);
    if (document.querySelectorAll("h1").length !== 1) fault(`${document.querySelectorAll("h1").length} h1`);
    const articles = document.querySelectorAll("article");
    if (articles.length && (articles.length !== 1 || articles[0].parentNode.id !== "main")) fault("articles");
    if (articles.length && document.querySelectorAll("article > .content").length !== 1) fault("contents");
  };

  const open = async (page) => {
    const frame = document.createElement("iframe");
    const isLoaded = loaded(frame, 60000);
    frame.src = page;
    document.body.append(frame);
    frames.set(frame.contentWindow, page);
    await isLoaded;
    const isClean = !page.startsWith("/careless/");
    try {
      if (isClean && frame.contentDocument.querySelector("meta[http-equiv=refresh]")) {
        found.push([page, "moved", ""]);
        await loaded(frame, 60000);
      }
      const view = frame.contentWindow;
      const isPage = view.document.contentType === "text/html";
      if (isPage) inspect(view, page, isClean && !page.startsWith("/reader"));
      act(view);
      if (isClean && isPage) {
        // What is written out and read again is another tree where parsers can be led astray.
        for (const content of view.document.querySelectorAll(".content")) {
          const before = content.innerHTML;
          content.innerHTML = before; // once: what it gives then, it gives each time
          if (content.innerHTML !== before) found.push([page, "fault", "written out and read again it is different"]);
        }
        inspect(view, page, false);
        act(view);
      }
      found.push([page, "opened", view.document.contentType]);
    } catch (error) {
      // A page without any care may have gone elsewhere by now.
      found.push([page, isClean ? "fault" : "gone", String(error)]);
    }
    await pause(40);
    frame.remove();
  };

  const rest = [...pages];
  const line = async () => {
    while (rest.length) await open(rest.shift());
  };
  await Promise.all(Array.from({ length: atOnce }, line));
  await pause(100);
  return found;
}
