// Tells the learning system, where there is one, what was answered; works the same without any.
// Calls of SCORM 1.2: every value is a text, and "true" means that it was taken.
(function () {
  var doc = document, began = Date.now(), finished = false;
  var api = find(window) || find(window.opener);
  var inputs = [].slice.call(doc.querySelectorAll("input[type=radio]"));
  var sets = { b: count("b"), a: count("a") };

  // The runtime is an object named API in a window around this one, or around the one that opened it.
  function find(start) {
    for (var at = start, steps = 0; at && steps < 20; steps++) {
      try {
        if (at.API) return at.API;
        if (at.parent === at) return at.opener && at.opener !== at ? find(at.opener) : null;
        at = at.parent;
      } catch (refused) {
        return null;
      }
    }
    return null;
  }

  function ask(name, key, value) {
    try {
      return value === undefined ? api[name](key) : api[name](key, value);
    } catch (broken) {
      return "";
    }
  }

  function count(set) {
    var names = {};
    inputs.forEach(function (input) {
      if (input.name[0] === set) names[input.name] = true;
    });
    return Object.keys(names).length;
  }

  function chosen(set) {
    return inputs.filter(function (input) {
      return input.checked && input.name[0] === set;
    });
  }

  function right(set) {
    return chosen(set).filter(function (input) {
      return input.hasAttribute("data-right");
    }).length;
  }

  function complete() {
    return chosen("b").length === sets.b && chosen("a").length === sets.a;
  }

  function resume(kept) {
    (kept || "").split("&").forEach(function (pair) {
      var parts = pair.split("=");
      inputs.forEach(function (input) {
        if (input.name === parts[0] && input.value === parts[1]) input.checked = true;
      });
    });
  }

  function kept() {
    return inputs.filter(function (input) {
      return input.checked;
    }).map(function (input) {
      return input.name + "=" + input.value;
    }).join("&");
  }

  function show() {
    var place = doc.getElementById("result");
    if (complete()) {
      place.textContent = place.getAttribute("data-text")
        .replace("{before}", right("b")).replace("{after}", right("a"));
    }
  }

  function set(key, value) {
    ask("LMSSetValue", key, String(value));
  }

  function objective(number, name, share) {
    set("cmi.objectives." + number + ".id", name);
    set("cmi.objectives." + number + ".score.raw", share);
  }

  function save() {
    if (!api || finished) return;
    set("cmi.suspend_data", kept());
    if (complete()) {
      var before = Math.round(100 * right("b") / sets.b), after = Math.round(100 * right("a") / sets.a);
      set("cmi.core.score.min", 0);
      set("cmi.core.score.max", 100);
      set("cmi.core.score.raw", after);
      objective(0, "before", before);
      objective(1, "after", after);
      set("cmi.core.lesson_status", "completed");
    }
    ask("LMSCommit", "");
  }

  // Hours, minutes and seconds as SCORM 1.2 writes them: HHHH:MM:SS.
  function spent() {
    var seconds = Math.round((Date.now() - began) / 1000);
    return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(function (part, place) {
      return ("0000" + part).slice(place ? -2 : -4);
    }).join(":");
  }

  function finish() {
    if (!api || finished) return;
    set("cmi.core.session_time", spent());
    set("cmi.core.exit", complete() ? "" : "suspend");
    save();
    finished = true;
    ask("LMSFinish", "");
  }

  if (api) {
    ask("LMSInitialize", "");
    resume(ask("LMSGetValue", "cmi.suspend_data"));
    var status = ask("LMSGetValue", "cmi.core.lesson_status");
    if (!status || status === "not attempted") set("cmi.core.lesson_status", "incomplete");
    ask("LMSCommit", "");
    addEventListener("pagehide", finish);
    addEventListener("beforeunload", save);
  }
  doc.addEventListener("change", function () {
    show();
    save();
  });
  show();
})();
