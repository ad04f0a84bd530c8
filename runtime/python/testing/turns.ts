// Drives a Python guest by hand, without the engine: one request, turns until nothing is left to do.
import { type DeclaredCosts, EVENT, type GuestTurn, SYSCALL, SYSCALL_FIELDS } from '#engine/guest-port.ts';
import type { PythonGuest } from '../python-guest.ts';

export const COSTS: DeclaredCosts = {
  request: 150_000,
  step: 1_000,
  databaseCall: 50_000,
  databaseRow: 2_000,
  databaseConnect: 700_000,
  databaseReset: 40_000,
  httpCall: 1_300_000,
  aiohttpCall: 260_000,
  requestsCall: 780_000,
  undiciCall: 60_000,
  httpConnect: 300_000,
  httpClient: 28_000_000,
  threadHop: 60_000,
  cacheCall: 60_000,
  cacheCommand: 14_000,
  cacheConnect: 1_500_000,
  wakeUp: 0,
  userCode: 1,
};

export interface Syscall {
  readonly kind: number;
  readonly token: number;
  readonly countedNs: number;
  readonly line: number;
  readonly a: number;
  readonly b: number;
  readonly text: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly console: readonly string[];
  readonly syscalls: readonly Syscall[];
  /** Local time when the worker had nothing left to do, without declared costs. */
  readonly endNs: number;
}

export function load(
  guest: PythonGuest,
  files: string | Record<string, string>,
  options: { seed?: number; workers?: number; memoryBytes?: number } = {},
): void {
  guest.load({
    files: typeof files === 'string' ? { 'main.py': files } : files,
    workers: options.workers ?? 1,
    seed: options.seed ?? 1,
    env: { API: 'http://api.test' },
    costs: COSTS,
    threadTokens: 40,
    cpuCount: 2,
    memoryBytes: options.memoryBytes ?? Number.MAX_SAFE_INTEGER,
  });
}

function decode(turn: GuestTurn): Syscall[] {
  return turn.texts.map((text, index) => {
    const at = (field: number) => turn.syscalls[index * SYSCALL_FIELDS + field] as number;
    return { kind: at(0), token: at(1), countedNs: at(2), line: at(3), a: at(4), b: at(5), text };
  });
}

function refuseBlocking(): never {
  throw new Error('no engine answers blocking calls here');
}

let nextRequest = 1;

/** Sends GET `target` to a worker and follows its timers until the request is answered or nothing is left. */
export function get(guest: PythonGuest, target: string, options: { worker?: number; startNs?: number } = {}): Answer {
  const worker = options.worker ?? 0;
  const syscalls: Syscall[] = [];
  let now = options.startNs ?? 0;
  let events: number[] = [EVENT.REQUEST, nextRequest++, 0, 0];
  let texts = [`GET ${target}\n\n`];
  for (let turns = 0; turns < 10_000; turns++) {
    const turn = guest.turn({ worker, startNs: now, horizonNs: Number.MAX_SAFE_INTEGER, events, texts }, refuseBlocking);
    const made = decode(turn);
    syscalls.push(...made);
    const blocked = made.filter((call) => call.kind === SYSCALL.BLOCK).reduce((sum, call) => sum + call.a, 0);
    now += turn.countedNs + blocked;
    events = [];
    texts = [];
    const over = syscalls.some((call) => call.kind === SYSCALL.RESPOND || call.kind === SYSCALL.FAULT);
    if (over || (!turn.readyLeft && turn.nextTimerNs < 0)) break;
    if (!turn.readyLeft) now = Math.max(now, turn.nextTimerNs);
  }
  const response = syscalls.find((call) => call.kind === SYSCALL.RESPOND);
  const console = syscalls.filter((call) => call.kind === SYSCALL.LOG).map((call) => call.text);
  return { status: response?.a ?? 0, body: response?.text ?? '', console, syscalls, endNs: now };
}

/** A program with one route, /work, whose handler has the given body. */
export function program(body: string, head = ''): string {
  const lines = body.split('\n').map((line) => `    ${line}`);
  return `import asyncio, time, random, uuid, os, datetime\nfrom fastapi import FastAPI\napp = FastAPI()\n${head}\n@app.get("/work")\nasync def work():\n${lines.join('\n')}\n`;
}
