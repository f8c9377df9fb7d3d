// Asks the browser for a passkey when a form with data-passkey is sent, and sends its answer along.
(function () {
  function bytes(text) {
    return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), function (c) { return c.charCodeAt(0); });
  }
  function text(buffer) {
    var all = Array.from(new Uint8Array(buffer), function (b) { return String.fromCharCode(b); }).join("");
    return btoa(all).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }
  function described(list) {
    return (list || []).map(function (each) { return Object.assign({}, each, { id: bytes(each.id) }); });
  }
  function ask(kind, options) {
    options.challenge = bytes(options.challenge);
    if (kind === "create") {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials = described(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = described(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }
  function answer(made) {
    var response = { clientDataJSON: text(made.response.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (made.response[name]) { response[name] = text(made.response[name]); }
    });
    return JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: response, clientExtensionResults: {} });
  }
  addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("form[data-passkey]").forEach(function (form) {
      var status = form.querySelector("[data-status]");
      form.querySelector("button").hidden = !window.PublicKeyCredential;
      form.addEventListener("submit", function (event) {
        if (form.elements.answer.value) { return; }
        event.preventDefault();
        ask(form.dataset.passkey, JSON.parse(form.dataset.options)).then(function (made) {
          form.elements.answer.value = answer(made);
          form.submit();
        }).catch(function () { status.hidden = false; });
      });
    });
  });
})();
