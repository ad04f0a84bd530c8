'use client';

import { useEffect, useMemo, useState } from 'react';
import { finishedOf } from '#interview/interview-clock.ts';
import { eventsOf, type InterviewRecord } from '#interview/interview-record.ts';
import { programToMeasure } from '#interview/interview-steps.ts';
import type { PaneLayout } from '../../workbench/pane.ts';
import { Workbench } from '../../workbench/workbench.tsx';
import type { WorkbenchChallenge } from '../../workbench/workbench-challenge.ts';
import { InterviewClockView } from '../clock/interview-clock-view.tsx';
import { useInterviewRoom } from '../use-interview-room.tsx';
import { ConfirmEnd, OverDialog } from './end-dialogs.tsx';
import { InterviewerPanel } from './interviewer-panel.tsx';
import { RoomNotices } from './room-notices.tsx';
import { messagesIn } from './transcript.ts';

/** The same map while there are the same runs. */
function useRunNumbers(record: InterviewRecord): ReadonlyMap<string, number> {
  const ids = eventsOf(record, 'run-started')
    .map(({ run }) => run)
    .join('\n');
  return useMemo(() => new Map(ids.split('\n').map((id, index) => [id, index + 1])), [ids]);
}

export interface InterviewRoomProps {
  readonly record: InterviewRecord;
  readonly challenge: WorkbenchChallenge;
  readonly layout: PaneLayout;
}

/** The workbench with somebody who watches it. */
export function InterviewRoom({ record, challenge, layout }: InterviewRoomProps) {
  const actions = useInterviewRoom(record, challenge);
  const over = finishedOf(record) !== null;
  const [ending, setEnding] = useState(false);
  const [overOpen, setOverOpen] = useState(false);
  useEffect(() => {
    if (over) setOverOpen(true);
  }, [over]);
  const [firstLanguage] = useState(record.language);
  const runNumbers = useRunNumbers(record);
  const toMeasure = useMemo(() => programToMeasure(record), [record]);
  return (
    <>
      <Workbench
        challenge={challenge}
        layout={layout}
        firstLanguage={firstLanguage}
        interview={{
          id: record.id,
          over,
          toMeasure,
          runNumbers,
          hintsShown: eventsOf(record, 'hint-shown').length,
          clock: <InterviewClockView id={record.id} />,
          interviewer: (
            <InterviewerPanel
              record={record}
              questions={challenge.questions}
              language={record.language}
              over={over}
              onAnswer={actions.answer}
              onEnd={() => setEnding(true)}
            />
          ),
          notices: <RoomNotices record={record} over={over} />,
          messages: messagesIn(record),
          hintPrice: actions.hintPrice,
          onHint: actions.onHint,
          onRun: actions.onRun,
          observe: actions.observe,
        }}
      />
      <ConfirmEnd
        record={record}
        open={ending && !over}
        onClose={() => setEnding(false)}
        onEnd={() => {
          setEnding(false);
          actions.end();
        }}
      />
      <OverDialog record={record} open={overOpen} onClose={() => setOverOpen(false)} />
    </>
  );
}
