// Runs in a worker thread: nobody waits for this thread but the login that asked.
import { pbkdf2Sync } from 'node:crypto';

const ITERATIONS = 30_000;

export interface Derivation {
  password: string;
  salt: string;
}

export default function derive({ password, salt }: Derivation): string {
  return pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256').toString('hex');
}
