// Runs in a thread.
import { pbkdf2Sync } from 'node:crypto';

const ITERATIONS = 65_000;

export default function derive(secret: string): string {
  return pbkdf2Sync(secret, 'passes', ITERATIONS, 32, 'sha256').toString('hex');
}
