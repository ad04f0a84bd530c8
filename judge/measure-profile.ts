// Where a stage's CPU went, by line of the program, with what stands there.
import type { StageRecording } from '#engine/stage.ts';
import { enclosingFunction } from './enclosing-function.ts';
import { placeOf, roundFigure } from './figures.ts';
import type { ProfileLine, ProfileReport } from './loop-report.ts';
import { measureCalls } from './measure-calls.ts';
import type { Submission } from './task.ts';

const LINES_MAX = 40;
const WAITS_MAX = 3;
const TEXT_LENGTH_MAX = 120;
const toMs = (ns: number) => roundFigure(ns / 1e6);

type Program = Pick<Submission, 'language' | 'files'>;

export function measureProfile({ profile, lineWaits, memory }: StageRecording, files: readonly string[], program: Program): ProfileReport {
  const source = new Map(Object.entries(program.files).map(([file, text]) => [file, text.split('\n')]));
  const lines: ProfileLine[] = [];
  // After those with CPU, lines that only wait: in a thread, the loop's CPU is not theirs.
  const known = new Set(profile.lines.map(({ line }) => line));
  const waiting = [...new Set(lineWaits.map(({ line }) => line))].filter((line) => line > 0 && !known.has(line));
  const listed = [...profile.lines, ...waiting.map((line) => ({ line, cpuNs: 0, blockedNs: 0 }))];
  for (const { line: number, cpuNs, blockedNs } of listed) {
    if (lines.length === LINES_MAX) break;
    const { file, line } = placeOf(number, files);
    if (file === null || line === null) continue;
    const waits = lineWaits.filter((wait) => wait.line === number && wait.queueNs + wait.serviceNs > 0).slice(0, WAITS_MAX);
    const text = source.get(file) ?? [];
    lines.push({
      file,
      line,
      text: (text[line - 1] ?? '').trim().slice(0, TEXT_LENGTH_MAX),
      function: enclosingFunction(text, line, program.language),
      cpuMs: toMs(cpuNs),
      blockedMs: toMs(blockedNs),
      waits: waits.map(({ resource, queueNs, serviceNs, count }) => ({
        resource,
        queueMs: toMs(queueNs),
        serviceMs: toMs(serviceNs),
        count,
      })),
    });
  }
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const { acceptNs, elsewhereNs, blockedElsewhereNs } = profile;
  return {
    cpuMs: toMs(acceptNs + elsewhereNs + sum(profile.lines.map(({ cpuNs }) => cpuNs))),
    acceptMs: toMs(acceptNs),
    elsewhereMs: toMs(elsewhereNs),
    blockedMs: toMs(blockedElsewhereNs + sum(profile.lines.map(({ blockedNs }) => blockedNs))),
    lines,
    calls: measureCalls(profile, files, program),
    memory: {
      limitMb: roundFigure(memory.limitBytes / 1e6),
      holder: memory.holder && {
        name: memory.holder.name,
        mb: roundFigure(memory.holder.bytes / 1e6),
        ...placeOf(memory.holder.line, files),
      },
    },
  };
}
