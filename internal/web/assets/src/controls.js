// Behaviour of the controls: choosing rows, narrowing a list of boxes, copying, and how much of a file has gone. Each of
// them works without this, by the form that it stands in.
(function () {
  "use strict";

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  // Rows that are chosen for a bulk action.
  function bulk(form) {
    var boxes = all("[data-pick]", form);
    var chosen = boxes.filter(function (b) { return b.checked; }).length;
    var every = form.querySelector("[data-pick-all]");
    if (every) {
      every.checked = chosen > 0 && chosen === boxes.length;
      every.indeterminate = chosen > 0 && chosen < boxes.length;
    }
    var bar = form.querySelector("[data-bulk-bar]");
    if (!bar) return;
    bar.toggleAttribute("data-some", chosen > 0);
    var count = bar.querySelector("[data-bulk-count]");
    count.textContent = (chosen === 1 ? count.dataset.one : count.dataset.many).replace("{n}", chosen);
    value(form);
  }

  // The value is asked for only by the actions that need one.
  function value(form) {
    var action = form.querySelector("[data-bulk-action]");
    var box = form.querySelector("[data-bulk-value]");
    if (action && box) box.hidden = !action.selectedOptions[0].hasAttribute("data-takes-value");
  }

  var lastPick = null;
  document.addEventListener("click", function (event) {
    var on = event.target;
    if (on.matches("[data-pick]")) {
      var form = on.form;
      var boxes = all("[data-pick]", form);
      var from = boxes.indexOf(lastPick);
      if (event.shiftKey && from >= 0) { // all rows between, as in a file manager
        var to = boxes.indexOf(on);
        boxes.slice(Math.min(from, to), Math.max(from, to) + 1).forEach(function (b) { b.checked = on.checked; });
      }
      lastPick = on;
    }
    var copy = on.closest("[data-copy]");
    if (copy) take(copy);
  });

  document.addEventListener("change", function (event) {
    var on = event.target;
    if (on.matches("[data-pick-all]")) all("[data-pick]", on.form).forEach(function (b) { b.checked = on.checked; });
    if (on.form && on.form.matches("[data-bulk]")) bulk(on.form);
  });

  function take(button) {
    var field = document.getElementById(button.dataset.copy);
    var word = button.querySelector("[data-copy-word]") || button;
    field.select();
    var done = function () { word.textContent = button.dataset.copied; };
    if (navigator.clipboard) navigator.clipboard.writeText(field.value).then(done, function () { document.execCommand("copy"); done(); });
    else if (document.execCommand("copy")) done(); // without HTTPS there is no clipboard but this one
  }

  // A list of boxes is narrowed by what is typed above it.
  document.addEventListener("input", function (event) {
    var on = event.target;
    if (!on.matches("[data-checks-filter]")) return;
    var q = on.value.trim().toLowerCase();
    all(".checks-box .check", on.closest("fieldset")).forEach(function (label) {
      label.hidden = q !== "" && label.textContent.toLowerCase().indexOf(q) < 0;
    });
  });

  // The totals of an entry follow what is typed. An amount that cannot be read counts for nothing, as on the server.
  function cents(text) {
    var m = /^\$?(\d*)(?:\.(\d{0,2}))?$/.exec(text.trim().replace(/,/g, ""));
    return m && m[1] + (m[2] || "") ? Number(m[1] || 0) * 100 + Number(((m[2] || "") + "00").slice(0, 2)) : 0;
  }

  function show(cell, sum) {
    var text = String(Math.abs(sum)).padStart(3, "0");
    var money = cell.querySelector(".money");
    var small = document.createElement("span");
    small.className = "money-cents";
    small.textContent = "." + text.slice(-2);
    money.replaceChildren((sum < 0 ? "\u2212" : "") + text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ","), small);
  }

  document.addEventListener("input", function (event) {
    var entry = event.target.closest("[data-entry]");
    if (!entry) return;
    function total(side) {
      return all("input[name^=" + side + "_]", entry).reduce(function (sum, i) { return sum + cents(i.value); }, 0);
    }
    var debit = total("debit");
    var credit = total("credit");
    show(entry.querySelector("[data-sum=debit]"), debit);
    show(entry.querySelector("[data-sum=credit]"), credit);
    show(entry.querySelector("[data-sum=out]"), debit - credit);
    entry.querySelector("[data-sum=out] .money").classList.toggle("money-danger", debit !== credit);
  });

  // A file that is sent shows how much of it has gone. The answer is the page that the form would lead to.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-upload]")) return;
    event.preventDefault();
    var state = form.querySelector("[data-upload-state]");
    var bar = form.querySelector("[data-upload-bar]");
    var said = form.querySelector("[data-upload-said]");
    var request = new XMLHttpRequest();
    state.hidden = false;
    request.upload.addEventListener("progress", function (e) {
      if (!e.lengthComputable) return;
      bar.value = Math.round(100 * e.loaded / e.total);
      said.textContent = bar.value < 100 ? said.dataset.sending.replace("{n}", bar.value) : said.dataset.done;
    });
    request.addEventListener("load", function () {
      if (request.status < 400) {
        location.assign(request.responseURL);
        return;
      }
      // A refusal is the form again, with what is wrong; it takes the content's place.
      var page = new DOMParser().parseFromString(request.responseText, "text/html").getElementById("content");
      if (page) document.getElementById("content").replaceWith(page);
      else fail(form, state);
    });
    request.addEventListener("error", function () { fail(form, state); });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });

  function fail(form, state) {
    state.hidden = true;
    document.dispatchEvent(new CustomEvent("propertyos:failed"));
  }

  function ready() { all("form[data-bulk]").forEach(bulk); }
  document.addEventListener("htmx:afterSettle", ready);
  window.addEventListener("pageshow", ready);
  ready();
})();
