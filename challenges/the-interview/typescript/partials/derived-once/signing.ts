// Seals of vaccination passes: an HMAC, under a key that is derived from a secret.
import { createHmac, pbkdf2Sync } from 'node:crypto';

const { SEAL_SECRET = 'development' } = process.env;

const ITERATIONS = 65_000;

// The same for all passes: derived once, while the worker starts.
const SEAL_KEY = pbkdf2Sync(SEAL_SECRET, 'passes', ITERATIONS, 32, 'sha256');

export function seal(text: string): string {
  return createHmac('sha256', SEAL_KEY).update(text).digest('hex');
}
