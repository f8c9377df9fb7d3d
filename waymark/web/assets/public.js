// Leaving. Everything works without this script; with it, leaving is instant and Back finds nothing.
(function () {
  var doc = document, left = "_", shifts = 0, lastShift = 0, lastEscape = 0, combined = false;

  // The tab's name is the only thing that outlives the page; it is cleared when the tab closes.
  function leave(event) {
    if (event) event.preventDefault();
    doc.documentElement.classList.add("gone");
    doc.title = "\u00a0";
    name = left;
    location.replace("/x");
  }

  function cameBack() {
    var entry = performance.getEntriesByType("navigation")[0];
    return entry && entry.type === "back_forward";
  }

  if (name === left) {
    if (cameBack()) leave();
    else name = "";
  }

  addEventListener("pageshow", function (event) {
    if (!event.persisted) return;
    if (name === left) leave();
    else doc.documentElement.classList.remove("gone");
  });

  // Shift three times, alone, each within five seconds; Escape twice, outside fields and dialogs.
  addEventListener("keyup", function (event) {
    var alone = !combined && !event.altKey && !event.ctrlKey && !event.metaKey;
    var now = Date.now();
    if (event.key === "Shift" && alone) {
      shifts = now - lastShift < 5000 ? shifts + 1 : 1;
      lastShift = now;
      if (shifts === 3) leave();
    } else {
      shifts = 0;
    }
    combined = event.shiftKey;
    if (event.key === "Escape" && !event.target.closest("input,textarea,select,dialog,[role=dialog]")) {
      if (now - lastEscape < 1000) leave();
      lastEscape = now;
    }
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
