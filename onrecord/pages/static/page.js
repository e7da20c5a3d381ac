// What a page does better with a script; all of it works without one.

const each = (selector, act, root = document) => root.querySelectorAll(selector).forEach(act);
const typing = (element) => element instanceof Element && element.matches("input:not([type=checkbox]), textarea, select");

// An address may point at a note that is folded away: unfold it. Browsers that know it do it themselves.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = target?.closest("details:not([open])");
  if (folded && getComputedStyle(folded.querySelector("summary")).display !== "none") folded.open = true;
}

addEventListener("hashchange", unfold);
unfold();

// A form sent twice makes one: the second press does nothing until the page is left or shown again.
const sent = new WeakSet();
addEventListener("submit", (event) => {
  if (sent.has(event.target)) event.preventDefault();
  sent.add(event.target);
});
addEventListener("pageshow", (event) => {
  if (event.persisted) each("form", (form) => sent.delete(form));
});

// Drafts: what someone writes survives a reload, until it is sent.
each("form[data-draft]", (form) => {
  const key = `onrecord:${form.dataset.draft}`;
  const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea")];
  const held = JSON.parse(localStorage.getItem(key) ?? "{}");
  for (const field of fields) {
    if (!field.value && held[field.name]) field.value = held[field.name];
  }
  form.addEventListener("input", () => {
    const words = Object.fromEntries(fields.map((field) => [field.name, field.value]));
    localStorage.setItem(key, JSON.stringify(words));
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter?.value !== "preview") localStorage.removeItem(key);
  });
});

// The desk by keyboard: j and k walk, c confirms, w says wrong. Never while someone types.
const cases = [...document.querySelectorAll("[data-desk] .case[id^='d-']")];

function walk(step) {
  const at = cases.indexOf(document.activeElement?.closest(".case"));
  const next = cases[Math.min(cases.length - 1, Math.max(0, at < 0 ? 0 : at + step))];
  next?.focus();
}

function say(verdict) {
  const here = document.activeElement?.closest(".case[id^='d-']");
  here?.querySelector(`button[value=${verdict}]`)?.click();
}

const keys = { j: () => walk(1), k: () => walk(-1), c: () => say("confirmed"), w: () => say("wrong") };

if (cases.length) {
  each(".keys", (hint) => (hint.hidden = false));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    keys[event.key]?.();
  });
  if (!location.hash) cases[0].focus({ preventScroll: true });
}

// Words selected in a paragraph go along with its link "comment"; footnotes and the link itself are no words of it.
function chosen() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return {};
  const range = selection.getRangeAt(0);
  const block = (node) => (node instanceof Element ? node : node.parentElement)?.closest(".text .t");
  const here = block(range.startContainer);
  if (!here || here !== block(range.endContainer)) return {};
  const words = range.cloneContents();
  each(".ref, .answer", (one) => one.remove(), words);
  return { here, only: words.textContent.replace(/\s+/g, " ").trim() };
}

document.addEventListener("selectionchange", () => {
  const { here, only } = chosen();
  each("a.answer[href*='?at=']", (link) => {
    const mine = only && only.length < 2000 && link.closest(".t") === here;
    const address = new URL(link.href);
    mine ? address.searchParams.set("only", only) : address.searchParams.delete("only");
    link.href = address;
    link.classList.toggle("ready", Boolean(mine));
  });
});

// New comments are told as they come and shown when the reader asks for them: nothing moves by itself. A page that
// nobody looks at asks for nothing; the server counts from the page's own state, so a lost connection loses none.
each("[data-live]", (news) => {
  let stream = null;
  const show = document.createElement("button");
  show.textContent = news.dataset.show;
  show.addEventListener("click", () => {
    location.hash = "discussion";
    location.reload();
  });
  const told = (event) => news.replaceChildren(`${JSON.parse(event.data).words} `, show);
  const listen = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource(news.dataset.live);
      stream.addEventListener("new", told);
    }
  };
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => stream?.close());
  listen();
});
