// Leaving. Everything works without this script; with it, leaving is instant and Back finds nothing.
(function () {
  var doc = document, sent = "sent", shifts = 0, lastShift = 0, lastEscape = 0, combined = false;

  // Pages ahead of this one in the tab's history go when a new entry is made, not when it is replaced.
  function leave(event) {
    if (event) event.preventDefault();
    doc.documentElement.classList.add("gone");
    doc.title = "\u00a0";
    if (!pageAhead()) return location.replace("/x");
    history.replaceState(sent, "");
    location.assign("/x");
  }

  function pageAhead() {
    return self.navigation && navigation.canGoForward;
  }

  // A form that was sent stays in the history, and only its own page can take it out: where no
  // page of ours follows it any more, its reader has left.
  function hideIfLeft(event) {
    var entry = performance.getEntriesByType("navigation")[0];
    var back = event ? event.persisted : entry && entry.type !== "navigate";
    if (back && self.navigation && history.state === sent && !pageAhead()) leave();
    else doc.documentElement.classList.remove("gone");
  }

  hideIfLeft();
  addEventListener("pageshow", function (event) {
    if (event.persisted) hideIfLeft(event);
  });
  addEventListener("submit", function () {
    history.replaceState(sent, "");
  });

  // Shift three times, alone, each within five seconds; Escape twice, outside fields and dialogs.
  addEventListener("keyup", function (event) {
    var alone = !combined && !event.altKey && !event.ctrlKey && !event.metaKey;
    var now = Date.now();
    var field = event.target.closest && event.target.closest("input,textarea,select,dialog,[role=dialog]");
    shifts = event.key !== "Shift" || !alone ? 0 : now - lastShift < 5000 ? shifts + 1 : 1;
    lastShift = now;
    combined = event.shiftKey;
    if (event.key === "Escape" && !field) {
      if (now - lastEscape < 1000) shifts = 3;
      lastEscape = now;
    }
    if (shifts === 3) leave();
  });

  // Pages of ours replace each other, so that a visit is one entry in the tab's history.
  doc.addEventListener("click", function (event) {
    var link = event.target.closest("a[href]");
    if (!link) return;
    if (link.pathname === "/x") return leave(event);
    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if (link.target || link.origin !== location.origin || link.hasAttribute("download")) return;
    event.preventDefault();
    location.replace(link.href);
  });
})();
