// Times are written in the organisation's zone; with this script, in the zone of the reader's computer.
addEventListener("DOMContentLoaded", function () {
  var format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  document.querySelectorAll("time[data-exact]").forEach(function (time) {
    time.textContent = format.format(new Date(time.dateTime));
  });
});
