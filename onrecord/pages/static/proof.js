// The sum before a first comment: solved here while one writes, no other site asked. Without scripts, or where the
// browser has no means for it, the comment goes as it is and waits for the desk.

const form = document.querySelector("form[data-work]");
const sum = form?.dataset.work ? JSON.parse(form.dataset.work) : null;
const field = form?.elements.work;
const status = form?.querySelector("[role=status]");
let solving = null, tried = 0, waiting = false;

// How far the sum is, at most, in tenths: once somebody waits for it.
function tell() {
  const tenths = sum.maxNumber > 2e6 ? Math.min(9, Math.floor((10 * tried) / sum.maxNumber)) : 0;
  const said = status ? `${status.dataset.wait}${tenths ? ` ${10 * tenths} %` : ""}` : "";
  if (waiting && status && status.textContent !== said) status.textContent = said;
}

// Up to four workers take turns with the numbers; whoever finds it ends them all.
function found() {
  const step = Math.min(4, navigator.hardwareConcurrency || 2);
  const workers = Array.from({ length: step }, () => new Worker(form.dataset.worker));
  let left = step;
  return new Promise((done, fail) => {
    workers.forEach((worker, start) => {
      worker.onmessage = ({ data }) => {
        if (data.tried) { tried += data.tried; tell(); }
        else if (data.number >= 0 || !--left) done(data.number);
      };
      worker.onerror = fail;
      worker.postMessage({ salt: sum.salt, challenge: sum.challenge, most: sum.maxNumber, start, step });
    });
  }).finally(() => workers.forEach((worker) => worker.terminate()));
}

async function solve() {
  const number = await found();
  const { algorithm, challenge, salt, signature } = sum;
  if (number >= 0) field.value = btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}

const begin = () => (solving ??= solve().catch(() => {}));

if (sum && field && window.Worker) {
  form.addEventListener("focusin", begin, { once: true });
  form.addEventListener("submit", async (event) => {
    if (field.value || form.dataset.tried) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = event.submitter;
    waiting = true;
    tell();
    await begin();
    form.dataset.tried = "yes";
    form.requestSubmit(button);
  }, true);
}
