// Live updates: a page that shows something which somebody else has just changed follows, or says so. One tab of a
// browser listens for all of them, since a browser opens only a few connections to a server.
(function () {
  "use strict";

  if (!window.EventSource || !window.BroadcastChannel || !navigator.locks || !document.body.hasAttribute("data-listen")) return;

  var tabs = new BroadcastChannel("live");
  var seen = null; // what the page showed when it came
  var due = 0;
  var running = false;
  var again = false;

  function content(from) { return from.getElementById("content"); }

  // fingerprint is what a part of a page says: its words, and the values that its fields came with.
  function fingerprint(part) {
    if (!part) return "";
    var values = Array.prototype.map.call(part.querySelectorAll("input:not([name=key])"), function (f) {
      return f.getAttribute("value") + (f.hasAttribute("checked") ? "+" : "");
    });
    return part.textContent.replace(/\s+/g, " ") + "\n" + values.join("\n");
  }

  function remember() { seen = fingerprint(content(document)); }

  // about reports whether the page shows what a change is about. It says so in words such as "unit" and "unit:ID".
  function about(change) {
    var main = content(document);
    var words = (main && main.dataset.live || "").split(" ").filter(Boolean);
    if (!words.length) return false;
    return change.reload || words.indexOf(change.entity) >= 0 || words.indexOf(change.entity + ":" + change.id) >= 0 ||
      (Boolean(change.property) && words.indexOf("property:" + change.property) >= 0);
  }

  // busy reports whether replacing a list would take something away: rows that were chosen, an open menu, or the
  // keyboard's place.
  function busy(list) {
    return Boolean(list.querySelector("[data-pick]:checked, details[open]")) || list.contains(document.activeElement);
  }

  function offer() {
    var template = document.getElementById("live-template");
    if (!template || document.querySelector("[data-live-notice]")) return;
    document.getElementById("live-notices").replaceChildren(template.content.cloneNode(true));
  }

  // look asks the server for the page as it is now, and follows it where that loses nothing.
  function look() {
    if (running) { again = true; return; }
    running = true;
    var address = location.href;
    fetch(address, { headers: { "X-Live": "1" }, credentials: "same-origin" }).then(function (answer) {
      return answer.text();
    }).then(function (text) {
      if (location.href !== address) return;
      var page = new DOMParser().parseFromString(text, "text/html");
      if (fingerprint(content(page)) === seen) return;
      var now = document.getElementById("list");
      var next = page.getElementById("list");
      if (now && next && !busy(now)) {
        now.replaceWith(document.adoptNode(next));
        if (window.htmx) {
          window.htmx.process(next);
          window.htmx.trigger(next, "htmx:afterSettle", { target: next }); // the controls in it come to life
        }
        remember();
      } else {
        offer();
      }
    }).catch(function () {
      // The next change, or a reload, shows what this one would have.
    }).finally(function () {
      running = false;
      if (again) { again = false; later(); }
    });
  }

  // later waits a moment, so that a burst of changes is one look.
  function later() {
    clearTimeout(due);
    due = setTimeout(look, 300);
  }

  function heard(change) {
    if (about(change)) later();
  }

  tabs.onmessage = function (event) { heard(event.data); };

  function tell(change) {
    tabs.postMessage(change);
    heard(change);
  }

  navigator.locks.request("live", function () {
    var source = new EventSource("/live");
    source.addEventListener("hello", function () { document.documentElement.dataset.live = "yes"; });
    source.addEventListener("change", function (event) { tell(JSON.parse(event.data)); });
    source.addEventListener("reload", function () { tell({ reload: true }); });
    // The lock is kept until the tab goes, or the server has said that there is nothing to hear.
    return new Promise(function (release) {
      source.addEventListener("error", function () {
        if (source.readyState === EventSource.CLOSED) release();
      });
    });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-live-reload]")) location.reload();
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    var id = event.detail.target.id;
    if (id !== "content" && id !== "list") return;
    remember();
    if (id === "content") document.getElementById("live-notices").replaceChildren();
  });
  remember();
})();
