// Files of documents go to the server in parts, so that a connection that breaks costs one part and not the file: the server is
// asked where to go on. Without this script the form sends them as a whole.
(function () {
  "use strict";

  var partSize = 4 << 20;
  var tries = 6;
  var made = new WeakMap(); // of a form, the documents that its files became

  function refused(answer) {
    return answer.json().catch(function () { return {}; }).then(function (problem) {
      var fields = (problem.errors || []).map(function (e) { return e.detail; }).filter(Boolean);
      var error = new Error(fields[0] || problem.detail || problem.title || String(answer.status));
      error.final = answer.status >= 400 && answer.status < 500 && answer.status !== 409 && answer.status !== 429;
      error.conflict = answer.status === 409;
      throw error;
    });
  }

  function call(method, path, body, headers) {
    return fetch(path, { method: method, body: body, headers: headers || {}, credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.json() : refused(answer);
    });
  }

  function pause(ms) { return new Promise(function (done) { setTimeout(done, ms); }); }

  // What is said of the document, from the form's fields.
  function said(form, file) {
    var out = { name: file.name, size: file.size };
    ["entity_type", "entity_id", "type", "description", "access_level", "retention_class"].forEach(function (name) {
      var value = form.elements[name] && form.elements[name].value.trim();
      if (value) out[name] = value;
    });
    ["audience_email", "expires_on", "retain_until"].forEach(function (name) {
      var value = form.elements[name] && form.elements[name].value.trim();
      if (value) out[name] = value;
    });
    var tags = (form.elements.tags ? form.elements.tags.value : "").split(",").map(function (t) { return t.trim(); }).filter(Boolean);
    if (tags.length) out.tags = tags;
    return out;
  }

  // The key under which the browser remembers, until it is closed, an upload that was not finished.
  function memory(form, file) {
    return ["upload", form.elements.entity_id.value, file.name, file.size, file.lastModified].join("|");
  }

  function begin(form, file) {
    var key = memory(form, file);
    var known = sessionStorage.getItem(key);
    var anew = function () {
      return call("POST", "/v1/uploads", JSON.stringify(said(form, file)), { "Content-Type": "application/json" }).then(function (upload) {
        sessionStorage.setItem(key, upload.id);
        return upload;
      });
    };
    if (!known) return anew();
    return call("GET", "/v1/uploads/" + known).then(function (upload) { return upload.document_id ? anew() : upload; }, anew);
  }

  function send(file, upload, show, left) {
    show(upload.received);
    if (upload.received >= file.size) return Promise.resolve(upload);
    var part = file.slice(upload.received, upload.received + partSize);
    return call("PATCH", "/v1/uploads/" + upload.id, part, {
      "Content-Type": "application/octet-stream", "Upload-Offset": String(upload.received),
    }).then(function (next) { return send(file, next, show, tries); }, function (error) {
      if (error.final || left <= 1) throw error;
      show(null);
      return pause(500 * Math.pow(2, tries - left)).then(function () {
        return call("GET", "/v1/uploads/" + upload.id);
      }).catch(function (again) {
        if (again.final) throw again;
        return upload;
      }).then(function (where) { return send(file, where, show, left - 1); });
    });
  }

  function one(form, file, show) {
    return begin(form, file).then(function (upload) { return send(file, upload, show, tries); }).then(function (upload) {
      show(file.size);
      return call("POST", "/v1/uploads/" + upload.id + "/complete");
    }).then(function (document_) {
      sessionStorage.removeItem(memory(form, file));
      return document_;
    }, function (error) {
      if (error.final) sessionStorage.removeItem(memory(form, file));
      throw error;
    });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-document-upload]")) return;
    event.preventDefault();
    var files = [];
    Array.prototype.forEach.call(form.querySelectorAll("input[type=file]"), function (input) {
      files = files.concat(Array.prototype.slice.call(input.files));
    });
    var state = form.querySelector("[data-upload-state]");
    var bar = form.querySelector("[data-upload-bar]");
    var words = form.querySelector("[data-upload-said]");
    var button = form.querySelector("button[type=submit]");
    state.hidden = false;
    if (!files.length) {
      words.textContent = words.dataset.none;
      return;
    }
    button.disabled = true;
    // What an earlier try finished is not sent again.
    var finished = made.get(form) || new Map();
    made.set(form, finished);
    var total = files.reduce(function (sum, f) { return sum + f.size; }, 0);
    var before = 0;
    var last = null;
    files.reduce(function (chain, file) {
      return chain.then(function () {
        var key = memory(form, file);
        if (finished.has(key)) return finished.get(key);
        return one(form, file, function (sent) {
          if (sent === null) {
            words.textContent = words.dataset.waiting;
            return;
          }
          bar.value = Math.round(100 * (before + sent) / Math.max(total, 1));
          words.textContent = bar.value < 100 ? words.dataset.sending.replace("{n}", bar.value) : words.dataset.done;
        }).then(function (document_) {
          finished.set(key, document_);
          return document_;
        });
      }).then(function (document_) {
        before += file.size;
        last = document_;
      });
    }, Promise.resolve()).then(function () {
      location.assign(files.length === 1 ? "/documents/" + last.id : "/documents");
    }, function (error) {
      button.disabled = false;
      words.textContent = error.final || error.conflict ? error.message : words.dataset.broken;
    });
  });

  // Files that are dropped are chosen.
  ["dragover", "dragleave", "drop"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var zone = event.target.closest && event.target.closest("[data-drop]");
      if (!zone) return;
      event.preventDefault();
      zone.toggleAttribute("data-over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length) zone.querySelector("input[type=file]").files = event.dataTransfer.files;
    });
  });
})();
