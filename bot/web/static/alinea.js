// The reader's script: scrolls to the passage, streams answers, opens passages beside them. Every page works without it.
"use strict";

const narrow = window.matchMedia("(max-width: 64rem)");

function closeOnNarrow(root) {
  if (narrow.matches) for (const one of root.querySelectorAll("details[data-narrow-closed]")) one.open = false;
}

function showPassage(root) {
  const mark = root.querySelector("#passage-1");
  if (mark) mark.scrollIntoView({ block: "center" });
  return mark;
}

// -- a convention's page

if (document.body.classList.contains("reading")) {
  closeOnNarrow(document);
  const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!location.hash) showPassage(document);
  else if (named && named.matches("mark")) named.scrollIntoView({ block: "center" });
}

// -- the first page

const form = document.getElementById("ask");
if (form) {
  const box = document.getElementById("q");
  const stop = document.getElementById("stop");
  const state = document.getElementById("state");
  const answers = document.getElementById("answers");
  let call = null;

  const thread = () => [...form.querySelectorAll("input[name=thread]")].map((one) => one.value);

  // Only pages of ours are put in, whose texts the server escaped.
  const nodes = (html) => [...new DOMParser().parseFromString(html, "text/html").body.children];

  function remember(question) {
    const kept = document.createElement("input");
    Object.assign(kept, { type: "hidden", name: "thread", value: question });
    form.append(kept);
  }

  function working(on) {
    stop.hidden = !on;
    answers.setAttribute("aria-busy", String(on));
    if (on) state.textContent = form.dataset.working;
  }

  async function* events(body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let held = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      held += value;
      const whole = held.split("\n\n");
      held = whole.pop();
      for (const one of whole) {
        const [event, data] = one.split("\n");
        yield { name: event.slice("event: ".length), html: JSON.parse(data.slice("data: ".length)) };
      }
    }
  }

  async function ask(question, about, chosen) {
    if (call) call.abort();
    const mine = (call = new AbortController());
    const draft = document.createElement("div");
    draft.className = "draft";
    answers.prepend(draft);
    working(true);
    try {
      const reply = await fetch(form.dataset.ask, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ question, about, thread: thread().slice(-5) }),
        signal: mine.signal,
      });
      if (!reply.ok) throw new Error(reply.status === 429 ? form.dataset.slow : form.dataset.failed);
      let answered = false;
      for await (const event of events(reply.body)) {
        if (event.name === "sentence") draft.append(...nodes(event.html));
        else if (event.name === "fault") throw new Error(event.html);
        else {
          const [answer] = nodes(event.html);
          draft.replaceWith(answer);
          answer.focus({ preventScroll: true });
          answered = true;
        }
      }
      if (!answered) throw new Error(form.dataset.failed);
      remember(question);
      if (chosen) remember(chosen); // the last convention named is the one that a follow-up is about
      state.textContent = "";
    } catch (error) {
      if (!draft.childElementCount) draft.remove();
      state.textContent = mine.signal.aborted ? form.dataset.stopped : error.message || form.dataset.failed;
    } finally {
      if (call === mine) {
        call = null;
        working(false);
      }
    }
  }

  form.addEventListener("submit", (event) => {
    if (event.submitter && event.submitter.name === "search") return;
    event.preventDefault();
    const question = box.value.trim();
    if (!question) return;
    box.value = "";
    ask(question, "", "");
  });

  stop.addEventListener("click", () => call && call.abort());

  answers.addEventListener("submit", (event) => {
    const choices = event.target;
    if (!choices.matches("[data-choices]")) return;
    event.preventDefault();
    ask(choices.elements.namedItem("q").value, event.submitter.value, event.submitter.textContent);
  });

  // -- a passage beside the answer

  const beside = document.getElementById("beside");
  const shown = document.getElementById("beside-text");
  let opener = null;

  async function open(link) {
    const reply = await fetch(link.href);
    if (!reply.ok) return void location.assign(link.href);
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const text = page.getElementById("convention");
    if (!text) return void location.assign(link.href);
    const title = document.createElement("h2");
    title.textContent = page.querySelector("h1").textContent;
    // Addresses of the other page are relative to it.
    for (const one of text.querySelectorAll("a[href]:not([href^='#'])")) {
      one.href = new URL(one.getAttribute("href"), link.href).href;
    }
    shown.replaceChildren(title, document.importNode(text, true));
    document.getElementById("beside-page").href = link.href;
    beside.hidden = false;
    document.body.classList.add("two");
    opener = link;
    (showPassage(shown) || beside).focus({ preventScroll: true });
  }

  function close() {
    beside.hidden = true;
    document.body.classList.remove("two");
    shown.replaceChildren();
    if (opener && opener.isConnected) opener.focus();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.cite");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link).catch(() => location.assign(link.href));
  });
  document.getElementById("beside-close").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !beside.hidden) close();
  });
}
