// Within the frame: tells the page around it how high this page is, and takes that page's colours. Only that page is
// told and heard: its address stands in the frame's own.

const host = new URLSearchParams(location.search).get("host");
const isFont = (value) => CSS.supports("font-family", value);
const isColour = (value) => CSS.supports("color", value);

function say(message) {
  if (host && parent !== window) parent.postMessage(message, host);
}

function dress(theme) {
  for (const [name, value] of Object.entries(Object(theme))) {
    const fits = name === "text" || name === "said" ? isFont : isColour;
    if (/^[a-z]+$/.test(name) && typeof value === "string" && value.length < 200 && !/url|\(\s*["']/i.test(value) && fits(value)) {
      document.documentElement.style.setProperty(`--${name}`, value);
    }
  }
}

// Light or dark as the page around it, whatever the reader's system says: the rules for dark hold always, or never.
function shade(scheme) {
  if (scheme !== "light" && scheme !== "dark") return;
  document.documentElement.style.colorScheme = scheme;
  for (const sheet of document.styleSheets) {
    for (const rule of sheet.cssRules) {
      if (rule instanceof CSSMediaRule && /prefers-color-scheme:\s*dark/.test(rule.media.mediaText)) {
        rule.media.mediaText = scheme === "dark" ? "all" : "not all";
      }
    }
  }
}

addEventListener("message", (event) => {
  if (event.origin !== host || event.source !== parent) return;
  if (event.data?.onrecord !== "theme") return;
  shade(event.data.scheme);
  dress(event.data.theme);
});

if (host && /^https?:\/\/[^/]+$/.test(host)) {
  new ResizeObserver(() => say({ onrecord: "height", height: document.documentElement.scrollHeight })).observe(document.body);
  say({ onrecord: "ready" });
}
