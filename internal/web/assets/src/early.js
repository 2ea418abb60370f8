// Runs in the head, before the first paint: what a person chose for this browser is there from the first frame.
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  try {
    var theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("sidebar") === "narrow") root.dataset.sidebar = "narrow";
  } catch (e) {
    // Storage can be refused (private windows); the defaults then stand.
  }
})();
