'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { eventsOf, type InterviewRecord } from '#interview/interview-record.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useInterviewTrouble } from '../browser-interviews.ts';
import { reportAddress } from './end-dialogs.tsx';
import { useSay } from './say-text.tsx';

/** Above the panes: what is not in order, and that it is over. */
export function RoomNotices({ record, over }: { readonly record: InterviewRecord; readonly over: boolean }) {
  const t = useTranslations('interview.room');
  const trouble = useInterviewTrouble();
  return (
    <>
      {trouble && <Notice tone="trouble">{t(trouble)}</Notice>}
      {over && (
        <Notice
          tone="info"
          actions={
            <>
              <Link href={`/challenges/${record.challenge}`} className={buttonClass('plain', 'small')}>
                {t('practiseOn')}
              </Link>
              <Link href={reportAddress(record)} className={buttonClass('primary', 'small')}>
                {t('report')}
              </Link>
            </>
          }
        >
          {t('locked')}
        </Notice>
      )}
      <SpokenMessages record={record} />
    </>
  );
}

/** Reads out what the interviewer says, wherever the reader is; what was said before the page was opened stays unread. */
function SpokenMessages({ record }: { readonly record: InterviewRecord }) {
  const say = useSay();
  const said = eventsOf(record, 'said');
  const before = useRef(said.length);
  const [from, setFrom] = useState(said.length);
  useEffect(() => {
    if (said.length === before.current) return;
    setFrom(before.current);
    before.current = said.length;
  }, [said.length]);
  return (
    <div aria-live="polite" className="sr-only">
      {said.slice(from).map((message) => (
        <p key={`${message.id}-${message.atMs}`}>{say(message)}</p>
      ))}
    </div>
  );
}
