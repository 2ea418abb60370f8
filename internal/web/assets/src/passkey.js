// Passkeys: a form with data-passkey asks the server what to ask, asks the authenticator, and sends the answer as any form
// does. Nothing here decides anything.
(function () {
  "use strict";

  function bytes(text) {
    var raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, function (c) { return c.charCodeAt(0); });
  }

  function text(buffer) {
    var raw = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function descriptors(list) {
    return (list || []).map(function (d) { return Object.assign({}, d, { id: bytes(d.id) }); });
  }

  function creation(options) {
    return Object.assign({}, options, {
      challenge: bytes(options.challenge),
      user: Object.assign({}, options.user, { id: bytes(options.user.id) }),
      excludeCredentials: descriptors(options.excludeCredentials),
    });
  }

  function request(options) {
    return Object.assign({}, options, {
      challenge: bytes(options.challenge),
      allowCredentials: descriptors(options.allowCredentials),
    });
  }

  function answer(credential) {
    var r = credential.response;
    var out = { clientDataJSON: text(r.clientDataJSON) };
    if (r.attestationObject) {
      out.attestationObject = text(r.attestationObject);
      out.transports = r.getTransports ? r.getTransports() : [];
    } else {
      out.authenticatorData = text(r.authenticatorData);
      out.signature = text(r.signature);
      if (r.userHandle) out.userHandle = text(r.userHandle);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      authenticatorAttachment: credential.authenticatorAttachment || undefined,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: out,
    });
  }

  function say(form, message) {
    var p = form.querySelector("[data-passkey-error]");
    p.textContent = message || "";
    p.hidden = !message;
    form.querySelectorAll("button[type=submit]").forEach(function (b) {
      if (message) b.removeAttribute("aria-busy");
      else b.setAttribute("aria-busy", "true");
    });
  }

  async function ask(form) {
    var reply = await fetch(form.dataset.options, { method: "POST", headers: { Accept: "application/json" } });
    if (reply.redirected) { // a fresh proof is wanted, or nobody is signed in any more
      location.assign(reply.url);
      return null;
    }
    var asked = await reply.json();
    if (asked.location) {
      location.assign(asked.location);
      return null;
    }
    if (!reply.ok) throw new Error(asked.message);
    var credential;
    try {
      credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: creation(asked.options) })
        : await navigator.credentials.get({ publicKey: request(asked.options) });
    } catch (e) {
      throw new Error(form.dataset.refused);
    }
    return { ticket: asked.ticket, answer: answer(credential) };
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.dataset || !form.dataset.passkey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!window.PublicKeyCredential) {
      say(form, form.dataset.missing);
      return;
    }
    say(form, "");
    ask(form).then(function (given) {
      if (!given) return;
      form.elements.ticket.value = given.ticket;
      form.elements.answer.value = given.answer;
      form.submit();
    }).catch(function (e) {
      say(form, e.message || form.dataset.refused);
    });
  }, true);
})();
