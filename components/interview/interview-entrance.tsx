'use client';

import { useEffect, useState } from 'react';
import { type InterviewRecord, openInterview } from '#interview/interview-record.ts';
import { isSettled } from '#interview/interview-steps.ts';
import type { ProgramLanguage } from '../language/program-language.ts';
import type { PaneLayout } from '../workbench/pane.ts';
import type { WorkbenchChallenge } from '../workbench/workbench-challenge.ts';
import { openInBrowser, useInterview, useInterviewId } from './browser-interviews.ts';
import { Door } from './door/door.tsx';
import { InterviewRoom } from './room/interview-room.tsx';

const MINUTE_MS = 60_000;

export interface InterviewEntranceProps {
  readonly challenge: WorkbenchChallenge;
  readonly layout: PaneLayout;
  readonly firstLanguage: ProgramLanguage;
}

/** Under way, or over but not told yet: the room; it is then stayed in until the reader leaves. Else the door. */
const isOpen = (record: InterviewRecord) => !isSettled(record);

export function InterviewEntrance({ challenge, layout, firstLanguage }: InterviewEntranceProps) {
  const active = useInterviewId(challenge.slug, isOpen);
  const [room, setRoom] = useState<string | null>(null);
  useEffect(() => {
    if (active) setRoom(active);
  }, [active]);
  const record = useInterview(room ?? active ?? null);
  if (record) return <InterviewRoom key={record.id} record={record} challenge={challenge} layout={layout} />;

  const start = (language: ProgramLanguage) => {
    const id = Array.from(crypto.getRandomValues(new Uint32Array(2)), (part) => part.toString(36)).join('');
    const { slug, minutes, task, starters } = challenge;
    const opened = openInterview(
      { id, challenge: slug, limitMs: minutes * MINUTE_MS, goalRps: task.goalRps, language, starters },
      Date.now(),
    );
    setRoom(openInBrowser(opened).id);
  };
  return <Door challenge={challenge} firstLanguage={firstLanguage} known={active !== undefined} onStart={start} />;
}
