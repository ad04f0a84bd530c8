// CPU of node:crypto, ns: OpenSSL 3 as Node 20 calls it, measured with Node 20.20, best of many, scaled like kernel/builtin-costs.ts. HMAC of
// PBKDF2 is the same code as Python's (runtime/python/kernel/surge/call_costs.py), where it was measured on a quieter machine.
export const HASH_CALL_NS = 480;
export const HMAC_CALL_NS = 1_500;
export const BYTE_NS: Readonly<Record<string, number>> = { md5: 1.25, sha1: 0.5, sha224: 0.54, sha256: 0.54, sha384: 0.93, sha512: 0.93 };
/** An iteration, for each block of the derived key. */
export const PBKDF2_NS: Readonly<Record<string, number>> = { sha1: 195, sha224: 200, sha256: 200, sha384: 420, sha512: 420 };
/** For each of N * r * p: 40 ms at Node's defaults (16384, 8, 1). */
export const SCRYPT_NS = 310;
export const RANDOM_BYTES_NS = 4_500;
export const RANDOM_BYTE_NS = 0.2;
export const RANDOM_NS = 100;
