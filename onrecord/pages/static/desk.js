// The queue by keyboard, without leaving the page: j and k walk, a publishes or lets stand, r says why not, n and all
// else as buttons. Each decision is sent as its form would be; the next case follows. Without it the forms do the same.

const box = document.querySelector("[data-queue]");
const cases = () => [...box.querySelectorAll(".case[id^='d-']")];
const status = box.querySelector("[role=status]");

function told(words) {
  status.textContent = words;
}

async function send(form, button) {
  const data = new URLSearchParams(new FormData(form));
  data.set(button.name, button.value);
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body: data, headers: { accept: "text/html" } });
  if (answer.ok) return "";
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const said = page.querySelector("#problem") ?? page.querySelector("main p");
  return said?.textContent.trim() || answer.statusText;
}

function leave(one, words) {
  const all = cases();
  const next = all[all.indexOf(one) + 1] ?? all[all.indexOf(one) - 1];
  one.remove();
  told(words);
  (next ?? box).focus();
  if (!next) location.reload(); // what else waits
}

box.addEventListener("submit", async (event) => {
  const form = event.target, one = form.closest(".case"), button = event.submitter;
  if (!one || !button) return;
  event.preventDefault();
  event.stopPropagation();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  try {
    const wrong = await send(form, button);
    if (!wrong) return leave(one, button.textContent);
    told(wrong);
    form.elements.why?.focus();
  } catch {
    HTMLFormElement.prototype.submit.call(form); // no network for scripts: as a page then
  } finally {
    delete form.dataset.sent;
  }
}, true);

const press = (one, ...actions) => {
  const found = actions.map((action) => one.querySelector(`button[value=${action}]`)).find(Boolean);
  found?.click();
};

const why = (one) => one.querySelector("input[name=why]")?.focus();

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const one = document.activeElement?.closest(".case");
  if (!one) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) {
    if (event.key === "Escape") one.focus();
    if (event.key !== "Enter" || event.target.name !== "why" || !event.target.value.trim()) return;
    event.preventDefault();
    return press(one, "reject", "remove", "uphold", "decline");
  }
  if (event.key === "a") press(one, "approve", "keep", "restore", "accept");
  if (event.key === "x") one.querySelector("input[name=of]")?.click();
  if (event.key === "r") {
    event.preventDefault();
    why(one);
  }
});
