// The discussion of an article under the article on another site: one line of HTML, nothing of that site's is read but
// the words its reader selects. <script async src="https://SITE/embed.js" data-article="https://..."></script>
import styles from "./embed.css";
import { quoteOf } from "./quote.js";

const script = document.currentScript ?? document.querySelector("script[src$='/embed.js']");
const site = new URL(script.src).origin;
const THEME = ["paper", "ink", "quiet", "line", "rule", "accent", "note", "field", "text", "said"];
const article = script.dataset.article || document.querySelector("link[rel=canonical]")?.href || location.href.split("#")[0];

function address(path, fields) {
  const made = new URL(path, site);
  for (const [name, value] of Object.entries(fields)) made.searchParams.set(name, value);
  return made.href;
}

// --- the frame: as high as its page, in this page's colours ---

function frameOf(shadow) {
  const frame = document.createElement("iframe");
  frame.src = address("/embed", { article, host: location.origin });
  frame.title = script.dataset.title || "Discussion";
  frame.loading = "lazy";
  shadow.append(frame);
  addEventListener("message", (event) => {
    if (event.origin !== site || event.source !== frame.contentWindow) return;
    const { onrecord, height } = Object(event.data);
    if (onrecord === "ready") frame.contentWindow.postMessage({ onrecord: "theme", theme: themeOf(shadow.host), scheme: schemeOf() }, site);
    if (onrecord === "height" && Number.isFinite(height)) frame.style.height = `${Math.min(Math.max(height, 50), 200000)}px`;
  });
}

function themeOf(element) {
  const style = getComputedStyle(element);
  const pairs = THEME.map((name) => [name, style.getPropertyValue(`--onrecord-${name}`).trim()]);
  return Object.fromEntries(pairs.filter(([, value]) => value));
}

// Dark where this page is: one that does not know of dark stays light, whatever the reader's system says.
function schemeOf() {
  if (script.dataset.scheme) return script.dataset.scheme;
  const known = getComputedStyle(document.documentElement).colorScheme.split(" ");
  return known.includes("dark") && (!known.includes("light") || matchMedia("(prefers-color-scheme: dark)").matches) ? "dark" : "light";
}

// --- words of this page that its reader selects go along, with what stands around them ---

function quoting(shadow) {
  const root = document.querySelector(script.dataset.within || "article, main") ?? document.body;
  const link = document.createElement("a");
  link.className = "quote";
  link.target = "_blank";
  link.rel = "noopener";
  link.hidden = true;
  link.textContent = script.dataset.quote || "Comment on these words";
  shadow.append(link);
  document.addEventListener("selectionchange", () => {
    const quote = quoteOf(getSelection(), root);
    link.hidden = !quote;
    if (!quote) return;
    link.href = address("/embed/quote", { article, ...quote.words });
    const host = shadow.host.getBoundingClientRect();
    link.style.top = `${quote.box.bottom - host.top + 8}px`;
    link.style.left = `${Math.max(0, Math.min(quote.box.left - host.left, host.width - 190))}px`;
  });
}

// --- how many comments an article has, for lists: all of them in one request ---

async function count() {
  const places = [...document.querySelectorAll("[data-onrecord-count]")];
  const articles = [...new Set(places.map((place) => place.dataset.onrecordCount))].slice(0, 100);
  if (!articles.length) return;
  const asked = new URL("/embed/counts", site);
  for (const one of articles) asked.searchParams.append("article", one);
  const answer = await fetch(asked, { credentials: "omit" });
  if (!answer.ok) return;
  const counts = await answer.json();
  for (const place of places) {
    const said = counts[place.dataset.onrecordCount];
    if (said) place.textContent = place.dataset.onrecordPlain === undefined ? said.words : said.count;
  }
}

function begin() {
  if (script.dataset.article !== undefined || !script.dataset.counts) {
    const host = document.createElement("div");
    host.className = "onrecord";
    host.style.position = "relative";
    (document.querySelector(script.dataset.into || ".onrecord-here") ?? script).after(host);
    const shadow = host.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = styles;
    shadow.append(style);
    frameOf(shadow);
    quoting(shadow);
  }
  count().catch(() => {});
}

if (document.readyState === "loading") addEventListener("DOMContentLoaded", begin);
else begin();
