// Part of the preview only; no finished site has it.  A plugin of livereload's client: it says which state of the site
// the page shows, and shows what is wrong with the site over the page, without loading it again.
(function () {
  "use strict";
  var script = document.currentScript;
  var state = decodeURIComponent(script.src.split("?")[1] || "");
  var address = new URL("problem", script.src).href;
  var asked = 0;
  var host = null;

  function Plugin() {}
  Plugin.identifier = "pressmark";
  Plugin.version = "1";
  Plugin.prototype.analyze = function () {
    return { state: state };
  };
  Plugin.prototype.reload = function (path) {
    if (path !== "pressmark-problem") return false;
    look();
    return true;
  };
  window.LiveReloadPluginPressmark = Plugin;

  function look() {
    var turn = ++asked;
    fetch(address, { cache: "no-store" })
      .then(function (answer) {
        return answer.json();
      })
      .then(function (problem) {
        // Answers may overtake one another; the last question counts.
        if (turn === asked) problem.text ? show(problem.text) : hide();
      })
      .catch(function () {});
  }

  function hide() {
    if (host) host.remove();
    host = null;
    document.removeEventListener("keydown", onKey);
  }

  // What was put away once stays away, also after a reload, until something else is wrong.
  function dismiss(text) {
    try {
      sessionStorage.setItem("pressmark-dismissed", text);
    } catch (error) {}
    hide();
  }

  function isDismissed(text) {
    try {
      return sessionStorage.getItem("pressmark-dismissed") === text;
    } catch (error) {
      return false;
    }
  }

  function onKey(event) {
    if (event.key === "Escape" && host) host.dispatchEvent(new Event("dismiss"));
  }

  // Styles are set one by one: the page's Content-Security-Policy allows no style elements and attributes.
  function make(name, text, style) {
    var element = document.createElement(name);
    if (text) element.textContent = text;
    for (var key in style) element.style.setProperty(key, style[key]);
    return element;
  }

  function show(text) {
    hide();
    if (isDismissed(text)) return;
    host = make("pressmark-problem", "", {
      all: "initial", position: "fixed", inset: "0", "z-index": "2147483647",
    });
    host.addEventListener("dismiss", function () {
      dismiss(text);
    });
    var root = host.attachShadow({ mode: "open" });
    var panel = make("section", "", {
      "box-sizing": "border-box", width: "100%", height: "100%", overflow: "auto", padding: "5vh 5vw",
      background: "rgba(20, 22, 28, 0.94)", color: "#f2f2f2", "color-scheme": "dark",
      font: "15px/1.5 system-ui, sans-serif",
    });
    panel.setAttribute("role", "alert");
    panel.tabIndex = -1;
    var close = make("button", "Close (Esc)", {
      float: "right", margin: "0 0 0.5em 1em", padding: "0.3em 0.9em", font: "inherit", color: "#f2f2f2",
      background: "transparent", border: "1px solid #8a8f9c", "border-radius": "4px", cursor: "pointer",
    });
    close.addEventListener("click", function () {
      dismiss(text);
    });
    panel.append(
      close,
      make("h1", "The site could not be built whole", {
        "font-size": "20px", "font-weight": "600", margin: "0 0 0.3em", color: "#ff8f85",
      }),
      make("p", "Below lies the last good page. This goes away when the next build succeeds.", {
        margin: "0 0 1.5em", color: "#b9bdc8",
      }),
      make("pre", text, {
        margin: "0", "white-space": "pre-wrap", "overflow-wrap": "anywhere", "tab-size": "4",
        font: "14px/1.5 ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace",
      })
    );
    root.append(panel);
    document.documentElement.append(host);
    document.addEventListener("keydown", onKey);
  }
})();
