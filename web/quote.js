// What is selected as the W3C's TextQuoteSelector has it: the words, and up to 64 characters before and after them.

const AROUND = 64;
const even = (words) => words.replace(/\s+/g, " ");

export function quoteOf(selection, root) {
  if (!selection || !selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!root.contains(range.commonAncestorContainer)) return null;
  const exact = even(range.toString()).trim();
  if (!exact || exact.length > 2000) return null;
  const words = { exact, prefix: before(range, root), suffix: after(range, root) };
  return { words, box: range.getBoundingClientRect() };
}

function before(range, root) {
  const part = document.createRange();
  part.setStart(root, 0);
  part.setEnd(range.startContainer, range.startOffset);
  return even(part.toString()).slice(-AROUND);
}

function after(range, root) {
  const part = document.createRange();
  part.setStart(range.endContainer, range.endOffset);
  part.setEnd(root, root.childNodes.length);
  return even(part.toString()).slice(0, AROUND);
}
