/** A trustee's own X-Wing key (protocol section 6): the public key of a seed, and sealing the one box of the self-test. */
import { Chacha20Poly1305 } from "@hpke/chacha20poly1305";
import { CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";
import { concat } from "../bytes.js";

const suite = () => new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });

/** The library reads a view's whole buffer. */
const exact = (bytes) => bytes.slice().buffer;

/** The 1,216-byte public key of a 32-byte seed. */
export async function publicOf(seed) {
  const kem = new XWing();
  const { publicKey } = await kem.generateKeyPairDerand(seed.slice());
  return new Uint8Array(await kem.serializePublicKey(publicKey)).slice();
}

/** enc (1,120 bytes) followed by the ciphertext. */
export async function seal(publicKey, info, plaintext) {
  const hpke = suite();
  const recipientPublicKey = await hpke.kem.deserializePublicKey(exact(publicKey));
  const { enc, ct } = await hpke.seal({ recipientPublicKey, info: exact(info) }, exact(plaintext));
  return concat(new Uint8Array(enc), new Uint8Array(ct));
}
