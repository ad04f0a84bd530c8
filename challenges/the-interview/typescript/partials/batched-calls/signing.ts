// Seals of vaccination passes: an HMAC, under a key that is derived from a secret.
import { createHmac, pbkdf2 } from 'node:crypto';
import { promisify } from 'node:util';

const { SEAL_SECRET = 'development' } = process.env;

const ITERATIONS = 65_000;

// With a callback, pbkdf2 computes in one of libuv's threads, so that it does not hold the event loop.
const derive = promisify(pbkdf2);

function sealKey(): Promise<Buffer> {
  return derive(SEAL_SECRET, 'passes', ITERATIONS, 32, 'sha256');
}

export async function seal(text: string): Promise<string> {
  return createHmac('sha256', await sealKey())
    .update(text)
    .digest('hex');
}
