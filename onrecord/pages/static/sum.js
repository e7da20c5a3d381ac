// One of the workers that solve the sum: tries every `step`th number from `start` until SHA-256 of salt and number is
// the challenge. By hand and not by crypto.subtle, which takes twenty times longer for words as short as these.

const K = new Uint32Array(64);
const FIRST = new Uint32Array(8);

function roots() {
  let found = 0;
  for (let at = 2; found < 64; at++) {
    let prime = true;
    for (let by = 2; by * by <= at && prime; by++) prime = at % by !== 0;
    if (!prime) continue;
    if (found < 8) FIRST[found] = Math.floor((Math.sqrt(at) % 1) * 2 ** 32);
    K[found++] = Math.floor((Math.cbrt(at) % 1) * 2 ** 32);
  }
}

const w = new Int32Array(64);

// One block of sixteen words, `block`, mixed into `state`, which stays as it is.
function mixed(state, block, out) {
  for (let at = 0; at < 16; at++) w[at] = block[at];
  for (let at = 16; at < 64; at++) {
    const one = w[at - 15], two = w[at - 2];
    const low = ((one >>> 7) | (one << 25)) ^ ((one >>> 18) | (one << 14)) ^ (one >>> 3);
    const high = ((two >>> 17) | (two << 15)) ^ ((two >>> 19) | (two << 13)) ^ (two >>> 10);
    w[at] = (w[at - 16] + low + w[at - 7] + high) | 0;
  }
  let a = state[0] | 0, b = state[1] | 0, c = state[2] | 0, d = state[3] | 0;
  let e = state[4] | 0, f = state[5] | 0, g = state[6] | 0, h = state[7] | 0;
  for (let at = 0; at < 64; at++) {
    const high = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + high + ((e & f) ^ (~e & g)) + K[at] + w[at]) | 0;
    const low = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (low + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  out[0] = state[0] + a; out[1] = state[1] + b; out[2] = state[2] + c; out[3] = state[3] + d;
  out[4] = state[4] + e; out[5] = state[5] + f; out[6] = state[6] + g; out[7] = state[7] + h;
}

const words = new Uint32Array(16);
const bytes = new Uint8Array(64);

function block(state, out) {
  for (let at = 0; at < 16; at++) {
    words[at] = (bytes[4 * at] << 24) | (bytes[4 * at + 1] << 16) | (bytes[4 * at + 2] << 8) | bytes[4 * at + 3];
  }
  mixed(state, words, out);
}

const OFTEN = 2 ** 17; // tries between two words on how far it is

// The number whose hash it is, or -1; `told` hears how many were tried. What all numbers share, the whole blocks of the salt, is mixed once.
function solved({ salt, challenge, start, step, most }, told = () => {}) {
  const given = new TextEncoder().encode(salt);
  const wanted = Uint32Array.from(challenge.match(/.{8}/g), (part) => parseInt(part, 16));
  const whole = given.length - (given.length % 64);
  let state = FIRST.slice();
  for (let at = 0; at < whole; at += 64) {
    bytes.set(given.subarray(at, at + 64));
    const next = new Uint32Array(8);
    block(state, next);
    state = next;
  }
  let heard = start + OFTEN * step;
  const rest = given.subarray(whole), out = new Uint32Array(8), middle = new Uint32Array(8);
  for (let number = start; number <= most; number += step) {
    if (number >= heard) { told(OFTEN); heard += OFTEN * step; }
    const digits = String(number), end = rest.length + digits.length, bits = 8 * (whole + end);
    bytes.fill(0);
    bytes.set(rest);
    let from = state;
    for (let at = 0; at < digits.length; at++) {
      const place = rest.length + at;
      if (place === 64) { block(from, middle); from = middle; bytes.fill(0); }
      bytes[place % 64] = digits.charCodeAt(at);
    }
    if (end === 64) { block(from, middle); from = middle; bytes.fill(0); }
    bytes[end % 64] = 0x80;
    if (end % 64 > 55) { block(from, middle); from = middle; bytes.fill(0); }
    bytes[60] = bits >>> 24; bytes[61] = bits >>> 16; bytes[62] = bits >>> 8; bytes[63] = bits;
    block(from, out);
    if (out[0] === wanted[0] && out.every((word, at) => word === wanted[at])) return number;
  }
  return -1;
}

roots();
self.onmessage = ({ data }) => {
  const number = solved(data, (tried) => self.postMessage({ tried }));
  self.postMessage({ number });
};
