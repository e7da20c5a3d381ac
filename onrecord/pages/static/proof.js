// The sum before a first comment: solved here while one writes, no other site asked. Without scripts, or where the
// browser has no means for it, the comment goes as it is and waits for the desk.

const form = document.querySelector("form[data-work]");
const sum = form?.dataset.work ? JSON.parse(form.dataset.work) : null;
const field = form?.elements.work;
let solving = null;

// Up to four workers take turns with the numbers; whoever finds it ends them all.
function found() {
  const step = Math.min(4, Math.max(1, (navigator.hardwareConcurrency || 2) - 1));
  const workers = Array.from({ length: step }, () => new Worker(form.dataset.worker));
  let left = step;
  return new Promise((done, fail) => {
    workers.forEach((worker, start) => {
      worker.onmessage = ({ data }) => (data >= 0 ? done(data) : --left || done(-1));
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
    const status = form.querySelector("[role=status]");
    if (status) status.textContent = status.dataset.wait;
    await begin();
    form.dataset.tried = "yes";
    form.requestSubmit(button);
  }, true);
}
