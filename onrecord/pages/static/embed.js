(()=>{var l=`:host {
  all: initial;
  display: block;
}

iframe {
  display: block;
  width: 100%;
  min-height: 12rem;
  border: 0;
  background: transparent;
  color-scheme: inherit;
}

a.quote {
  position: absolute;
  z-index: 2147483000;
  padding: 0.4rem 0.7rem;
  border: 1px solid var(--onrecord-rule, #a8a293);
  border-radius: 0;
  background: var(--onrecord-paper, #fdfcf8);
  color: var(--onrecord-accent, #8a2b1f);
  font: 0.875rem/1.5 var(--onrecord-said, system-ui, sans-serif);
  text-decoration: underline;
}

a.quote[hidden] {
  display: none;
}

a.quote:focus-visible {
  outline: 2px solid currentColor;
  outline-offset: 2px;
}
`;var d=t=>t.replace(/\s+/g," ");function u(t,n){if(!t||!t.rangeCount||t.isCollapsed)return null;let e=t.getRangeAt(0);if(!n.contains(e.commonAncestorContainer))return null;let o=d(e.toString()).trim();return!o||o.length>2e3?null:{words:{exact:o,prefix:g(e,n),suffix:b(e,n)},box:e.getBoundingClientRect()}}function g(t,n){let e=document.createRange();return e.setStart(n,0),e.setEnd(t.startContainer,t.startOffset),d(e.toString()).slice(-64)}function b(t,n){let e=document.createRange();return e.setStart(t.endContainer,t.endOffset),e.setEnd(n,n.childNodes.length),d(e.toString()).slice(0,64)}var c=document.currentScript??document.querySelector("script[src$='/embed.js']"),s=new URL(c.src).origin,y=["paper","ink","quiet","line","rule","accent","note","field","text","said"],f=c.dataset.article||document.querySelector("link[rel=canonical]")?.href||location.href.split("#")[0];function h(t,n){let e=new URL(t,s);for(let[o,r]of Object.entries(n))e.searchParams.set(o,r);return e.href}function x(t){let n=document.createElement("iframe");n.src=h("/embed",{article:f,host:location.origin}),n.title=c.dataset.title||"Discussion",n.loading="lazy",t.append(n),addEventListener("message",e=>{if(e.origin!==s||e.source!==n.contentWindow)return;let{onrecord:o,height:r}=Object(e.data);o==="ready"&&n.contentWindow.postMessage({onrecord:"theme",theme:w(t.host),scheme:S()},s),o==="height"&&Number.isFinite(r)&&(n.style.height=`${Math.min(Math.max(r,50),2e5)}px`)})}function w(t){let n=getComputedStyle(t),e=y.map(o=>[o,n.getPropertyValue(`--onrecord-${o}`).trim()]);return Object.fromEntries(e.filter(([,o])=>o))}function S(){if(c.dataset.scheme)return c.dataset.scheme;let t=getComputedStyle(document.documentElement).colorScheme.split(" ");return t.includes("dark")&&(!t.includes("light")||matchMedia("(prefers-color-scheme: dark)").matches)?"dark":"light"}function C(t){let n=document.querySelector(c.dataset.within||"article, main")??document.body,e=document.createElement("a");e.className="quote",e.target="_blank",e.rel="noopener",e.hidden=!0,e.textContent=c.dataset.quote||"Comment on these words",t.append(e),document.addEventListener("selectionchange",()=>{let o=u(getSelection(),n);if(e.hidden=!o,!o)return;e.href=h("/embed/quote",{article:f,...o.words});let r=t.host.getBoundingClientRect();e.style.top=`${o.box.bottom-r.top+8}px`,e.style.left=`${Math.max(0,Math.min(o.box.left-r.left,r.width-190))}px`})}async function q(){let t=[...document.querySelectorAll("[data-onrecord-count]")],n=[...new Set(t.map(a=>a.dataset.onrecordCount))].slice(0,100);if(!n.length)return;let e=new URL("/embed/counts",s);for(let a of n)e.searchParams.append("article",a);let o=await fetch(e,{credentials:"omit"});if(!o.ok)return;let r=await o.json();for(let a of t){let i=r[a.dataset.onrecordCount];i&&(a.textContent=a.dataset.onrecordPlain===void 0?i.words:i.count)}}function m(){if(c.dataset.article!==void 0||!c.dataset.counts){let t=document.createElement("div");t.className="onrecord",t.style.position="relative",(document.querySelector(c.dataset.into||".onrecord-here")??c).after(t);let n=t.attachShadow({mode:"open"}),e=document.createElement("style");e.textContent=l,n.append(e),x(n),C(n)}q().catch(()=>{})}document.readyState==="loading"?addEventListener("DOMContentLoaded",m):m();})();
