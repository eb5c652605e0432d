/**
 * A trustee's key file (protocol section 2), the bytes that the command-line tool writes: 0x01 ‖ salt 32 ‖ ChaCha20-Poly1305
 * under scrypt(passphrase in NFC, N = 2^17, r = 8, p = 1). The fresh salt makes a fresh key, so the nonce is constant.
 */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { scryptAsync } from "@noble/hashes/scrypt.js";
import { ascii, concat } from "../bytes.js";
import { Refused } from "../errors.js";
import { randomBytes, requireRandomness } from "../random.js";

const SALT = 32;
const OVERHEAD = 1 + SALT + 16;
const NONCE = new Uint8Array(12);
const COST = { N: 2 ** 17, r: 8, p: 1, dkLen: 32 };

async function cipher(passphrase, head, progress) {
  // One spelling for what the same keys type on different systems.
  const typed = passphrase.normalize("NFC");
  if (/\p{Surrogate}/u.test(typed)) throw new Refused("passphrase", "The passphrase holds a character that cannot be used.");
  if (!typed) throw new Refused("passphrase", "The passphrase is empty.");
  const key = await scryptAsync(ascii(typed), head.subarray(1), { ...COST, onProgress: progress });
  return chacha20poly1305(key, NONCE, head);
}

/** The bytes of a key file, 49 longer than the payload. `progress`(0 to 1): it takes about a second. */
export async function encrypt(payload, passphrase, progress = () => {}) {
  requireRandomness();
  const head = concat(Uint8Array.of(1), randomBytes(SALT));
  return concat(head, (await cipher(passphrase, head, progress)).encrypt(payload));
}

/** The payload; Refused("passphrase") if the passphrase is wrong or the file was changed, ("keyfile") if it is none. */
export async function decrypt(raw, passphrase, progress = () => {}) {
  if (raw.length < OVERHEAD || raw[0] !== 1) throw new Refused("keyfile", "This is not a key file.");
  const opened = await cipher(passphrase, raw.slice(0, 1 + SALT), progress);
  try {
    return opened.decrypt(raw.slice(1 + SALT));
  } catch {
    throw new Refused("passphrase", "The passphrase is wrong, or the key file was changed.");
  }
}
