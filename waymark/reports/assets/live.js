// Keeps one part of a page up to date: asks its address every 15 seconds while the page is in view.
(function () {
  var region = document.querySelector("[data-live]");
  if (!region || !window.fetch) return;
  var status = document.getElementById("live-said"), timer = 0, said = sentence();

  function sentence() {
    var found = region.querySelector("[data-said]");
    return found ? found.textContent : "";
  }
  function plan() {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(ask, 15000);
  }
  function put(html, response) {
    var held = region.contains(document.activeElement) ? document.activeElement.id : "";
    region.innerHTML = html;
    region.dataset.tag = response.headers.get("ETag") || "";
    region.dataset.listed = response.headers.get("X-Listed") || "";
    if (held && document.getElementById(held)) document.getElementById(held).focus({ preventScroll: true });
    if (sentence() !== said) status.textContent = said = sentence();
  }
  // Locked or signed out: an unattended screen shows nothing any more, unless it would lose a text.
  function leave() {
    var typed = [].some.call(document.querySelectorAll("textarea"), function (box) { return box.value.trim(); });
    if (!typed) location.replace(region.dataset.page);
  }
  function ask() {
    var headers = { "X-Background": "1", "If-None-Match": region.dataset.tag, "X-Listed": region.dataset.listed };
    fetch(region.dataset.live, { headers: headers, cache: "no-store", redirect: "error" }).then(function (response) {
      if (response.status === 401) return leave();
      plan();
      if (response.status === 200) return response.text().then(function (html) { put(html, response); });
    }).catch(plan);
  }
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) clearTimeout(timer); else ask();
  });
  plan();
})();
