/* Letter size: three steps, remembered in this browser. Runs before the page is painted, so nothing jumps. */
(function () {
  "use strict";
  var KEY = "huinong-size", STEPS = 3;
  var step = 0;
  try { step = Number(localStorage.getItem(KEY)) % STEPS || 0; } catch (refused) { /* private mode: not remembered */ }

  function show() { document.documentElement.setAttribute("data-size", String(step)); }
  show();

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.getElementById("size");
    if (!button) { return; }
    var labels = button.getAttribute("data-steps").split("|");
    function name() { button.textContent = labels[step]; }
    button.addEventListener("click", function () {
      step = (step + 1) % STEPS;
      try { localStorage.setItem(KEY, String(step)); } catch (refused) { /* see above */ }
      show();
      name();
    });
    name();
    button.hidden = false;
  });
})();
