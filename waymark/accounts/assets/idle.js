// Hides the page when nobody works at it: the server drops the key, but what was read stays on a screen.
// Keys and pointers count as work, so that writing a long answer does not lock. A page on which
// something was typed is kept and shown again after unlocking; any other makes way for the lock.
(function () {
  var note = document.getElementById("locked");
  if (!note || !window.fetch) return;
  var limit = note.dataset.minutes * 60000 + 3000, last = Date.now(), told = last, typed = false;

  function ask(background) {
    var headers = background ? { "X-Background": "1" } : {};
    return fetch(note.dataset.here, { headers: headers, cache: "no-store", redirect: "error" });
  }
  function show(open) {
    document.querySelectorAll("header, main").forEach(function (part) { part.hidden = !open; });
    note.hidden = open;
    last = Date.now();
  }
  function lock() {
    if (!typed) location.replace(note.dataset.unlock + encodeURIComponent(location.pathname + location.search));
    show(false);
  }
  function work(event) {
    if (!note.hidden) return;
    typed = typed || event.type === "input";
    last = Date.now();
    if (last - told > 60000) { told = last; ask(false).catch(function () {}); }
  }
  ["keydown", "pointerdown", "input"].forEach(function (name) { addEventListener(name, work, true); });
  setInterval(function () {
    if (!note.hidden || Date.now() - last < limit) return;
    // Another tab of this sign-in may be at work; without an answer nobody knows, so hide.
    ask(true).then(function (answer) { if (answer.ok) last = Date.now(); else lock(); }).catch(lock);
  }, 2000);
  // Locked by hand: a draft stays as well. If the server does not answer, the form goes its own way.
  addEventListener("submit", function (event) {
    var form = event.target;
    if (!typed || form.getAttribute("action") !== note.dataset.lock) return;
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" })
      .then(lock).catch(function () { form.submit(); });
  });
  addEventListener("focus", function () {
    if (!note.hidden) ask(true).then(function (answer) { if (answer.ok) show(true); }).catch(function () {});
  });
})();
