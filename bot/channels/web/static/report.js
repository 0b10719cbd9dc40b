/* A report that no lost signal loses. Without this file the forms are sent by the browser itself.
   The form's token goes with every try, and the server makes one case of one token: so trying again is safe. */
(function () {
  "use strict";
  var KEY = "huinong-report", FIRST_WAIT = 3000, LONGEST_WAIT = 60000, PATIENCE = 30000;
  var wait = FIRST_WAIT, timer = 0, busy = false, renewed = false;

  function byId(id) { return document.getElementById(id); }
  function form() { return document.querySelector("form[data-send]"); }
  function keeps() { return form() && form().hasAttribute("data-draft"); }
  function say(text) { if (byId("state")) { byId("state").textContent = text; } }

  /* ---- the draft: on this telephone only, and only until it is sent ---- */
  function stored() { try { return JSON.parse(localStorage.getItem(KEY)); } catch (refused) { return null; } }
  function store(draft) { try { localStorage.setItem(KEY, JSON.stringify(draft)); return true; } catch (refused) { return false; } }
  function forget() { try { localStorage.removeItem(KEY); } catch (refused) { /* nothing was kept either */ } }

  function fields() {
    return Array.from(new FormData(form()).entries()).filter(function (each) { return typeof each[1] === "string"; });
  }

  function keep(pending) {
    if (!keeps()) { return; }
    var told = fields().filter(function (each) { return pending || (each[0] !== "token" && each[0] !== "consent"); });
    if (store({ fields: told, pending: pending, action: form().getAttribute("action") })) { byId("draft").hidden = false; }
  }

  function fill(told) {
    Array.from(form().elements).forEach(function (field) {
      var values = told.filter(function (each) { return each[0] === field.name; }).map(function (each) { return each[1]; });
      if (field.type === "checkbox" || field.type === "radio") { field.checked = values.indexOf(field.value) >= 0; }
      else if (values.length && field.tagName !== "BUTTON") { field.value = values[0]; }
    });
  }

  /* ---- sending ---- */
  function working(on) {
    busy = on;
    var send = byId("send");
    send.setAttribute("aria-disabled", String(on));
    if (!send.hasAttribute("data-label")) { send.setAttribute("data-label", send.textContent); }
    send.textContent = on ? form().getAttribute("data-sending") : send.getAttribute("data-label");
  }

  function later() {
    working(false);
    busy = true; // what waits is sent by itself; another tap only tries sooner
    say(form().getAttribute("data-waiting"));
    clearTimeout(timer);
    timer = setTimeout(attempt, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }

  function arrived(address) {
    forget();
    location.assign(address);
  }

  /* The server's page with what has to be mended, in place of this one. */
  function mend(text) {
    var fresh = new DOMParser().parseFromString(text, "text/html"), main = fresh.querySelector("main");
    if (!main.querySelector("form[data-send]")) { // no form of ours came back: what was typed stays
      working(false);
      say(main.textContent.trim());
      return;
    }
    main.querySelectorAll("[autofocus]").forEach(function (each) { each.removeAttribute("autofocus"); });
    document.querySelector("main").replaceWith(document.adoptNode(main));
    working(false);
    prepare();
    if (form().hasAttribute("data-expired") && !renewed) { renewed = true; submit(); return; }
    keep(false);
    if (byId("errors")) { byId("errors").focus(); }
  }

  function attempt() {
    clearTimeout(timer);
    if (!form()) { return; }
    working(true);
    say(form().getAttribute("data-sending"));
    var stop = new AbortController(), patience = setTimeout(function () { stop.abort(); }, PATIENCE), sent = new FormData(form());
    if (form().submitting) { sent.set("do", form().submitting); }
    fetch(form().getAttribute("action"), { method: "POST", body: sent, credentials: "same-origin", signal: stop.signal })
      .then(function (response) {
        if (response.redirected && response.ok) { arrived(response.url); return null; }
        if (response.status >= 500 || response.status === 429) { wait = Math.max(wait, FIRST_WAIT * 4); later(); return null; }
        return response.text().then(mend);
      })
      .catch(later)
      .then(function () { clearTimeout(patience); });
  }

  function submit() {
    wait = FIRST_WAIT;
    if (form().submitting !== "move") { keep(true); }
    attempt();
  }

  function again() { if (busy && timer) { wait = FIRST_WAIT; attempt(); } }

  /* ---- the page ---- */
  function prepare() {
    var page = form();
    if (!page) { return; }
    page.addEventListener("submit", function (event) {
      event.preventDefault();
      page.submitting = event.submitter ? event.submitter.value : "";
      if (!busy) { submit(); } else if (byId("send").getAttribute("aria-disabled") !== "true") { keep(true); attempt(); }
    });
    if (!keeps()) { return; }
    ["input", "change"].forEach(function (name) { page.addEventListener(name, function () { keep(busy); }); });
    byId("wipe").addEventListener("click", function () {
      forget();
      clearTimeout(timer);
      timer = 0;
      working(false);
      page.reset();
      fill([["who", "self"], ["name", ""], ["phone", ""], ["move", ""]]);
      byId("draft").hidden = true;
      say(page.getAttribute("data-wiped"));
    });
  }

  function resume() {
    if (!keeps() || form().hasAttribute("data-typed")) { return; }
    var draft = stored();
    if (!draft || !Array.isArray(draft.fields)) { return; }
    fill(draft.fields);
    byId("draft").hidden = false;
    if (draft.pending && /^\/r\/[^/]/.test(draft.action)) {
      form().setAttribute("action", draft.action);
      attempt();
    }
  }

  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", function () { if (!document.hidden && navigator.onLine) { again(); } });
  window.addEventListener("pageshow", function (event) { if (event.persisted && form()) { working(false); say(""); } });
  document.addEventListener("DOMContentLoaded", function () {
    var print = document.querySelector("[data-print]");
    if (print) { print.hidden = false; print.addEventListener("click", function () { window.print(); }); }
    prepare();
    resume();
  });
})();
