/* The chat without reloading. Without this file the forms do the same work. Texts come from the page, never from here. */
(function () {
  "use strict";
  var PATIENCE = 30000; // milliseconds
  function byId(id) { return document.getElementById(id); }
  var chat = byId("chat"), list = byId("conversation"), box = byId("message"), send = byId("send");
  var notice = byId("notice"), waiting = byId("waiting"), next = byId("next");
  var busy = false;

  /* Fills a cloned part: data-text gets text, data-value a value, data-each repeats its child, data-if goes if empty. */
  function fill(node, data) {
    function value(key) { return key ? data[key] : data; }
    if (node.hasAttribute("data-if") && !String(value(node.getAttribute("data-if")) || "")) { node.remove(); return; }
    if (node.hasAttribute("data-value")) { node.value = value(node.getAttribute("data-value")); }
    if (node.hasAttribute("data-text")) { node.textContent = value(node.getAttribute("data-text")); return; }
    if (node.hasAttribute("data-each")) {
      var pattern = node.firstElementChild, items = value(node.getAttribute("data-each"));
      node.textContent = "";
      items.forEach(function (item) {
        var copy = pattern.cloneNode(true);
        node.appendChild(copy);
        fill(copy, item);
      });
      return;
    }
    Array.from(node.children).forEach(function (child) { fill(child, data); });
  }

  function part(id, data) {
    var copy = byId(id).content.firstElementChild.cloneNode(true);
    fill(copy, data);
    return copy;
  }

  function say(text) { notice.textContent = text || ""; }

  function wait(on) {
    busy = on;
    waiting.textContent = on ? waiting.getAttribute("data-text") : "";
    send.setAttribute("aria-disabled", String(on));
    if (on) { next.hidden = true; }
  }

  /* Resolves to {replies, notice}; `failed` where the text must stay in the box. Never rejects. */
  function post(message) {
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, PATIENCE);
    function failure(text) { return { failed: true, notice: text, replies: [] }; }
    return fetch("/api/chat", {
      method: "POST", credentials: "same-origin", signal: stop.signal,
      headers: { "Content-Type": "application/json" }, body: JSON.stringify({ message: message })
    }).then(function (response) {
      return response.json().then(
        function (body) { body.failed = !response.ok; return body; },
        function () { return failure(chat.getAttribute("data-busy")); });
    }, function (error) {
      return failure(chat.getAttribute(error.name === "AbortError" ? "data-busy" : "data-offline"));
    }).then(function (body) { clearTimeout(timer); return body; });
  }

  function offer(card) {
    var buttons = byId("buttons");
    byId("offer").textContent = card.offer;
    buttons.textContent = "";
    card.buttons.forEach(function (each) { buttons.appendChild(part("a-button", each)); });
    next.hidden = card.buttons.length === 0;
  }

  /* On a phone the keyboard goes away and the answer is what one sees; at a desk one goes on typing. */
  function attend(question, answer, tapped) {
    if (tapped || matchMedia("(pointer: coarse)").matches) { answer.focus({ preventScroll: true }); } else { box.focus(); }
    question.scrollIntoView({ block: "start" });
  }

  function ask(text, tapped) {
    if (busy) { return; }
    if (!text.trim()) { say(chat.getAttribute("data-empty")); box.focus(); return; }
    var question = list.appendChild(part("a-question", { text: text.trim() }));
    var offered = !next.hidden;
    byId("start").hidden = true;
    if (!tapped) { box.value = ""; grow(); }
    say("");
    wait(true);
    waiting.scrollIntoView({ block: "nearest" });
    post(text).then(function (body) {
      wait(false);
      say(body.notice);
      if (body.failed) {
        question.remove();
        box.value = box.value ? text + "\n" + box.value : text;
        byId("start").hidden = list.children.length > 0;
        next.hidden = !offered;
        grow();
        box.focus();
        return;
      }
      byId("over").hidden = false;
      var answers = body.replies.map(function (card) { return list.appendChild(part("an-answer", card)); });
      if (answers.length === 0) { next.hidden = !offered; box.focus(); return; }
      offer(body.replies[body.replies.length - 1]);
      attend(question, answers[0], tapped);
    });
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight + 4, window.innerHeight / 3) + "px";
  }

  byId("ask").addEventListener("submit", function (event) { event.preventDefault(); ask(box.value, false); });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button.ask");
    if (button) { event.preventDefault(); ask(button.value, true); }
  });
  box.addEventListener("input", grow);
  box.addEventListener("keydown", function (event) {
    var composing = event.isComposing || event.keyCode === 229; // Enter that picks a word in the input method
    if (event.key === "Enter" && !event.shiftKey && !composing) { event.preventDefault(); ask(box.value, false); }
  });
  if (byId("latest")) { byId("latest").scrollIntoView({ block: "start" }); }
  grow();
})();
