// A thread with a script: answers fold away one by one, what is new since the last visit is marked, words selected in a
// comment go along with its link "reply". Orders, folding all, marking and quoting work without it by addresses.

const thread = document.querySelector("[data-thread]");

function fold() {
  const all = [...thread.children];
  for (const one of all) {
    const inside = all.filter((other) => other.dataset.number.startsWith(`${one.dataset.number}.`));
    const links = one.querySelector(".links");
    if (!inside.length || !links) continue;
    const button = document.createElement("button");
    button.className = "fold";
    const label = (open) => {
      button.textContent = `${open ? thread.dataset.fold : thread.dataset.unfold} (${inside.length})`;
      button.setAttribute("aria-expanded", String(open));
    };
    label(true);
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      for (const other of inside) other.hidden = !open;
      label(open);
    });
    links.prepend(button, " ");
  }
  addEventListener("hashchange", reveal);
  reveal();
}

// An address may point at an answer that is folded away.
function reveal() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.hidden) return;
  const number = target.dataset.number;
  for (const one of thread.children) {
    const button = one.querySelector("button.fold[aria-expanded=false]");
    if (button && number.startsWith(`${one.dataset.number}.`)) button.click();
  }
  target.scrollIntoView();
}

function mark() {
  const key = `onrecord:seen:${thread.dataset.thread}`;
  const times = [...thread.querySelectorAll(":scope > li > p time")];
  const last = localStorage.getItem(key);
  const newest = times.map((time) => time.dateTime).sort().at(-1) ?? "";
  const fresh = last ? times.filter((time) => time.dateTime > last).map((time) => time.closest("li")) : [];
  for (const one of fresh) {
    one.classList.add("new");
    const word = document.createElement("b");
    word.textContent = ` ${thread.dataset.new}`;
    one.querySelector("p").append(word);
  }
  if (fresh.length) {
    const told = document.createElement("p");
    const link = document.createElement("a");
    link.href = `#${fresh[0].id}`;
    link.textContent = `${fresh.length} ${thread.dataset.since}`;
    told.className = "small since";
    told.append(link);
    thread.before(told);
  }
  if (newest > (last ?? "")) addEventListener("pagehide", () => localStorage.setItem(key, newest));
}

function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return {};
  const body = (node) => (node instanceof Element ? node : node.parentElement)?.closest("[data-thread] .body");
  const range = selection.getRangeAt(0);
  const here = body(range.startContainer);
  return here && here === body(range.endContainer) ? { here, only: selection.toString().trim() } : {};
}

if (thread) {
  fold();
  mark();
  document.addEventListener("selectionchange", () => {
    const { here, only } = selected();
    for (const link of thread.querySelectorAll("a[data-reply]")) {
      const address = new URL(link.href);
      const mine = only && only.length < 1000 && link.closest("li") === here?.closest("li");
      mine ? address.searchParams.set("only", only) : address.searchParams.delete("only");
      link.href = address;
    }
  });
}
