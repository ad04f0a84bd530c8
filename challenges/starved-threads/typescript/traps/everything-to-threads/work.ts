// Runs in a worker thread.
import { createHash, pbkdf2Sync } from 'node:crypto';

const ITERATIONS = 30_000;

export interface Derivation {
  password: string;
  salt: string;
}

export function derive({ password, salt }: Derivation): string {
  return pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256').toString('hex');
}

export function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
