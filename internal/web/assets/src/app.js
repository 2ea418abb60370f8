// Behaviour on top of pages that work without it: every link is a link and every form is a form. Nothing here knows
// a business rule.
(function () {
  "use strict";

  var root = document.documentElement;

  function store(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch (e) {
      // Refused storage only means that the choice lasts for this page.
    }
  }

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  // Theme: light, dark, or the system's.
  function theme(choice) {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
    store("theme", choice === "system" ? null : choice);
    showTheme();
  }

  function showTheme() {
    var now = root.dataset.theme || "system";
    all("[data-theme-choice]").forEach(function (b) {
      b.setAttribute("aria-pressed", String(b.dataset.themeChoice === now));
    });
  }

  function sidebar() {
    var narrow = root.dataset.sidebar !== "narrow";
    if (narrow) root.dataset.sidebar = "narrow";
    else delete root.dataset.sidebar;
    store("sidebar", narrow ? "narrow" : null);
    showSidebar();
  }

  function showSidebar() {
    all("[data-sidebar-toggle]").forEach(function (b) {
      b.setAttribute("aria-expanded", String(root.dataset.sidebar !== "narrow"));
    });
  }

  // Menus are <details>: close them on a click elsewhere and on Escape.
  function closeMenus(except) {
    all("details[data-menu][open]").forEach(function (d) {
      if (d !== except) d.open = false;
    });
  }

  // Toasts leave by themselves after a while, but not while they are read, pointed at, or offer an undo in use.
  function toasts() {
    all("[data-toast]").forEach(function (t) {
      if (t.dataset.armed) return;
      t.dataset.armed = "yes";
      var timer;
      function arm() {
        timer = setTimeout(function () { t.remove(); }, 10000);
      }
      function hold() { clearTimeout(timer); }
      ["mouseenter", "focusin"].forEach(function (e) { t.addEventListener(e, hold); });
      ["mouseleave", "focusout"].forEach(function (e) { t.addEventListener(e, arm); });
      arm();
    });
  }

  function say(message) {
    var list = document.getElementById("toasts");
    var template = document.getElementById("toast-template");
    if (!list || !template) return;
    var t = template.content.firstElementChild.cloneNode(true);
    t.querySelector("[data-message]").textContent = message;
    list.replaceChildren(t);
    toasts();
  }

  // Rows of a table: up and down move between the rows' links, Enter follows as on any link.
  function rowKey(event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    var on = event.target;
    var table = on.closest("table[data-rows]") || (on === document.body && document.querySelector("table[data-rows]"));
    if (!table || (on !== document.body && !on.matches("[data-row-link]"))) return;
    var links = all("[data-row-link]", table);
    var next = on === document.body ? (step > 0 ? 0 : links.length - 1) : links.indexOf(on) + step;
    if (links[next]) {
      event.preventDefault();
      links[next].focus();
    }
  }

  function typing(el) {
    return el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName);
  }

  // The command palette: the field keeps the focus, up and down mark a result, Enter opens it.
  var palette = document.getElementById("palette");

  function openPalette(event) {
    if (!palette) return;
    event.preventDefault();
    closeMenus();
    if (!palette.open) palette.showModal();
    var field = document.getElementById("palette-q");
    field.value = "";
    document.getElementById("palette-results").replaceChildren(); // those of the last time would take an Enter
    field.focus();
    field.dispatchEvent(new Event("palette"));
  }

  function announce(text) {
    palette.querySelector("[data-palette-said]").textContent = text;
  }

  function mark(step) {
    var hits = all("[data-hit]", palette);
    var now = hits.findIndex(function (h) { return h.hasAttribute("data-marked"); });
    var next = now < 0 && step < 0 ? hits.length - 1 : now + step;
    if (!hits[next]) return;
    if (hits[now]) hits[now].removeAttribute("data-marked");
    hits[next].setAttribute("data-marked", "");
    hits[next].scrollIntoView({ block: "nearest" });
    announce(hits[next].textContent.replace(/\s+/g, " ").trim());
  }

  function paletteKey(event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      mark(step);
    }
  }

  // Enter sends the field's form: with a result marked it opens that one, without any it leads to the search page.
  if (palette) {
    palette.addEventListener("submit", function (event) {
      var hit = palette.querySelector("[data-hit][data-marked]");
      if (!hit) return;
      event.preventDefault();
      event.stopPropagation();
      location.assign(hit.href);
    });
  }

  function found() {
    var list = palette.querySelector("[data-count]");
    if (!list) return;
    mark(1);
    var said = palette.querySelector("[data-palette-said]");
    announce(list.dataset.count === "1" ? said.dataset.one : said.dataset.many.replace("{n}", list.dataset.count));
  }

  function focusFilter(event) {
    var field = document.querySelector("main [data-filter-search]");
    if (!field || !field.offsetParent) {
      openPalette(event);
      return;
    }
    event.preventDefault();
    field.focus();
    field.select();
  }

  function openHelp() {
    var dialog = document.getElementById("help");
    closeMenus();
    if (dialog && !dialog.open) dialog.showModal();
  }

  // "g" and then a letter goes to an area.
  var places = { d: "/", p: "/properties", u: "/units", l: "/leases", r: "/renters" };
  var going = 0;

  // letter acts on the keys that are letters, and reports whether it did.
  function letter(event) {
    if (!palette || event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return false;
    var second = going && event.timeStamp - going < 1500;
    going = 0;
    if (second && places[event.key]) location.assign(places[event.key]);
    else if (event.key === "g") going = event.timeStamp;
    else if (event.key === "/") focusFilter(event);
    else if (event.key === "?") openHelp();
    else return false;
    return true;
  }

  document.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      var open = document.querySelector("details[data-menu][open]");
      if (open) {
        closeMenus();
        open.querySelector("summary").focus();
      }
      if (palette && palette.open) { // a search field would only be emptied
        event.preventDefault();
        palette.close();
      }
    } else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      openPalette(event);
    } else if (palette && palette.open) {
      paletteKey(event);
    } else if (!letter(event)) {
      rowKey(event);
    }
  });

  document.addEventListener("click", function (event) {
    var on = event.target;
    closeMenus(on.closest("details[data-menu]"));
    if (on.closest("[data-palette-open]")) openPalette(event);
    var b = on.closest("button, a");
    if (b) {
      if ("helpOpen" in b.dataset) openHelp();
      if (b.dataset.themeChoice) theme(b.dataset.themeChoice);
      if ("sidebarToggle" in b.dataset) sidebar();
      if ("toastClose" in b.dataset) b.closest("[data-toast]").remove();
      if ("dialogClose" in b.dataset) {
        var dialog = b.closest("dialog");
        if (dialog) {
          event.preventDefault();
          dialog.close();
        }
      }
    }
    if (on.nodeName === "DIALOG" && on.open) on.close(); // the backdrop: only there is the dialog itself the target
  });

  // A second press of the button must not send a form twice.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method.toLowerCase() !== "post") return;
    if (form.matches("[data-document-upload]")) return; // it stays here while its files are sent, and says itself how far it is
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    all("button[type=submit]", form).forEach(function (b) { b.setAttribute("aria-busy", "true"); });
  });

  function release() {
    all("form[data-sending]").forEach(function (form) {
      delete form.dataset.sending;
      all("[aria-busy]", form).forEach(function (b) { b.removeAttribute("aria-busy"); });
    });
  }

  // Leaving a form with unsaved typing asks first.
  var dirty = false;
  document.addEventListener("input", function (event) {
    if (event.target.closest("form[data-guard]")) dirty = true;
  });
  document.addEventListener("submit", function () { dirty = false; });
  window.addEventListener("beforeunload", function (event) {
    if (dirty) event.preventDefault();
  });

  // A page that comes back from the back-forward cache must be usable again.
  window.addEventListener("pageshow", release);

  // On a phone the side menu is a strip that scrolls: where one is stands in its middle.
  function showPlace() {
    var here = document.querySelector(".side-menu [aria-current]");
    if (!here) return;
    var menu = here.closest(".side-menu");
    var from = here.getBoundingClientRect().left - menu.getBoundingClientRect().left;
    menu.scrollLeft += from - (menu.clientWidth - here.offsetWidth) / 2;
  }

  function ready() {
    showTheme();
    showSidebar();
    showPlace();
    toasts();
    var wrong = document.querySelector("[aria-invalid=true]");
    if (wrong) wrong.focus();
  }

  // An address says only what was asked: filters left empty are not in it.
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb !== "get") return;
    var params = event.detail.formData;
    Array.from(params.keys()).forEach(function (key) {
      if (params.getAll(key).every(function (v) { return v === ""; })) params.delete(key);
    });
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id === "palette-results") found();
    if (event.detail.target.id !== "dialog") return;
    var dialog = document.getElementById("dialog");
    if (!dialog.open) dialog.showModal();
  });
  document.addEventListener("htmx:afterSettle", function (event) {
    release();
    if (event.detail.target.id === "content") {
      dirty = Boolean(document.querySelector("[aria-invalid=true]"));
      ready();
    }
  });
  // An answer that refuses (422, 409, 412) belongs to the page that asked: the address stays.
  document.addEventListener("htmx:beforeHistoryUpdate", function (event) {
    if (event.detail.xhr && event.detail.xhr.status >= 400) {
      event.detail.history.type = "replace";
      event.detail.history.path = location.pathname + location.search;
    }
  });
  function failed() {
    release();
    say(root.dataset.failed);
  }
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:responseError", failed);
  document.addEventListener("propertyos:failed", failed);

  ready();
})();
