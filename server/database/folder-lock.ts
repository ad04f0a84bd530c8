// Two processes never open one embedded database: a socket beside it is listened on by the one that has it, and by nobody after a crash.
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

/** Addresses of sockets are cut off by some systems beyond this. */
const LONGEST_ADDRESS = 100;

/** Somebody else has it. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

export interface FolderLock {
  release(): Promise<void>;
}

export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = addressOf(folder);
  const server = createServer((socket) => socket.end());
  if (!(await listens(server, address))) {
    await clearAway(address, folder);
    if (!(await listens(server, address))) throw inUse(folder);
  }
  server.unref();
  return {
    release: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}

function addressOf(folder: string): string {
  const name = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\surge-${name}`;
  const beside = relative(process.cwd(), join(folder, 'in-use.sock'));
  return beside.length <= LONGEST_ADDRESS ? beside : join(tmpdir(), `surge-${name}.sock`);
}

/** False: something is at the address. */
async function listens(server: Server, address: string): Promise<boolean> {
  server.listen(address);
  try {
    await once(server, 'listening');
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

/** Of a process that died. It is moved before it is asked: of two that come at once, neither takes away what the other has just put there. */
async function clearAway(address: string, folder: string): Promise<void> {
  if (process.platform === 'win32') throw inUse(folder);
  const aside = `${address}.${process.pid}`;
  await rename(address, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  if (await answers(aside)) {
    await rename(aside, address);
    throw inUse(folder);
  }
  await rm(aside, { force: true });
}

async function answers(address: string): Promise<boolean> {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function inUse(folder: string): FolderInUse {
  return new FolderInUse(
    `the database in ${folder} is open in another process. Stop that one, or set DATABASE_URL to a Postgres that several can share.`,
  );
}
