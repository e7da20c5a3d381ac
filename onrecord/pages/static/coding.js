// Coding by keyboard; all of it works without a script. Never while someone types.

const cases = [...document.querySelectorAll("[data-coding] form.coding")];
const typing = (element) => element instanceof Element && element.matches("input:not([type=radio]), textarea, select");
const here = () => document.activeElement?.closest("form.coding");

function walk(step) {
  const at = cases.indexOf(here());
  cases[Math.min(cases.length - 1, Math.max(0, at < 0 ? 0 : at + step))]?.focus();
}

// A part that is wrong; the parts of which nothing is said yet are right.
function wrong(number) {
  const parts = [...(here()?.querySelectorAll("fieldset") ?? [])];
  parts[number - 1]?.querySelector("input[value=wrong]")?.click();
  for (const part of parts) {
    if (!part.querySelector("input:checked")) part.querySelector("input[value=right]").checked = true;
  }
}

const keys = {
  j: () => walk(1),
  k: () => walk(-1),
  a: () => here()?.querySelector("button[name=all]").click(),
  s: () => here()?.querySelector("button:not([name])").click(),
};

if (cases.length) {
  for (const hint of document.querySelectorAll(".keys")) hint.hidden = false;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (/^[1-4]$/.test(event.key)) wrong(Number(event.key));
    else keys[event.key]?.();
  });
  if (!location.hash) cases[0].focus({ preventScroll: true });
}
