// "Near me": only on a press, only in this one request, and no finer than about a kilometre.
(function () {
  var press = document.getElementById("near_press"), near = document.getElementById("near");
  if (!press || !near || !navigator.geolocation) return;
  press.hidden = false;
  press.addEventListener("click", function () {
    navigator.geolocation.getCurrentPosition(found, failed, { timeout: 20000, maximumAge: 600000 });
  });

  function found(position) {
    near.value = position.coords.latitude.toFixed(2) + "," + position.coords.longitude.toFixed(2);
    near.checked = true;
    near.form.elements.where.value = "";
    near.form.requestSubmit(document.getElementById("search_press"));
  }

  function failed() {
    document.getElementById("near_failed").hidden = false;
  }
})();
