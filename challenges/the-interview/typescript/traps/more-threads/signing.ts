// Seals of vaccination passes: an HMAC, under a key that is derived from a secret.
import { createHmac } from 'node:crypto';
import Piscina from 'piscina';

const { SEAL_SECRET = 'development' } = process.env;

// The four threads of libuv are too few for 600 passes a second.
const sealing = new Piscina({ filename: new URL('./derive.ts', import.meta.url).href, minThreads: 32, maxThreads: 32 });

export async function seal(text: string): Promise<string> {
  const key: string = await sealing.run(SEAL_SECRET);
  return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('hex');
}
