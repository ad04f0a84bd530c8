'use client';

import { useTranslations } from 'next-intl';
import { Fragment, type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useMediaQuery } from '../ui/use-media-query.ts';
import { LAYOUT_COOKIE, PANES, type Pane, type PaneLayout, writeLayout } from './pane.ts';

export interface WorkbenchLayoutProps {
  readonly panes: Readonly<Record<Pane, ReactNode>>;
  readonly layout: PaneLayout;
  /** The pane that a small screen shows. */
  readonly shown: Pane;
  readonly onShow: (pane: Pane) => void;
  /** How much has been said in the brief; more than was there when it was last seen gets a sign. */
  readonly messages?: number;
  /** Panes that scroll inside themselves. */
  readonly filled?: readonly Pane[];
  /** Whether the results have the whole width. */
  readonly wide?: boolean;
}

const YEAR_SECONDS = 365 * 24 * 3600;
const MIN_WIDTH = { brief: '220px', code: '320px', results: '340px' };

const CODE_ONLY: readonly Pane[] = ['code'];

const ONLY_LAST = '[&>[data-panel]:not(:last-child)]:hidden! [&>[data-separator]]:hidden!';

export const paneId = (pane: Pane) => `pane-${pane}`;

/** Three panes side by side with movable borders, or one at a time under a bar of tabs. */
export function WorkbenchLayout({ panes, layout, shown, onShow, messages = 0, filled = CODE_ONLY, wide = false }: WorkbenchLayoutProps) {
  const t = useTranslations('workbench');
  const isWide = useMediaQuery('(min-width: 1024px)');

  const section = (pane: Pane) => (
    <section
      key={pane}
      id={paneId(pane)}
      // The results name themselves.
      aria-label={pane === 'results' ? undefined : t(pane)}
      hidden={isWide === false && pane !== shown}
      tabIndex={filled.includes(pane) ? -1 : 0}
      className={`h-full min-h-0 min-w-0 focus-visible:-outline-offset-2 ${filled.includes(pane) ? '' : 'overflow-y-auto lg:[scrollbar-gutter:stable]'}`}
    >
      {panes[pane]}
    </section>
  );

  return (
    <>
      <PaneTabs shown={shown} onShow={onShow} messages={messages} />
      {isWide === false ? (
        <div className="min-h-0 flex-1">{PANES.map(section)}</div>
      ) : (
        <Group
          id="workbench"
          orientation="horizontal"
          defaultLayout={layout}
          onLayoutChanged={(next, { isUserInteraction }) => {
            // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support.
            if (isUserInteraction) document.cookie = `${LAYOUT_COOKIE}=${writeLayout(next)}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
          }}
          className={`min-h-0 flex-1 max-lg:[&>[data-panel]:not(:first-child)]:hidden! max-lg:[&>[data-separator]]:hidden! ${wide ? ONLY_LAST : ''}`}
        >
          {PANES.map((pane, index) => (
            <Fragment key={pane}>
              {index > 0 && (
                <Separator
                  aria-label={t(index === 1 ? 'resizeBrief' : 'resizeResults')}
                  className="w-px bg-line transition-colors duration-150 outline-none hover:bg-accent focus-visible:bg-accent data-[separator=active]:bg-accent data-[separator=hover]:bg-accent"
                />
              )}
              <Panel id={pane} minSize={MIN_WIDTH[pane]}>
                {section(pane)}
              </Panel>
            </Fragment>
          ))}
        </Group>
      )}
    </>
  );
}

function PaneTabs({ shown, onShow, messages }: Pick<WorkbenchLayoutProps, 'shown' | 'onShow'> & { readonly messages: number }) {
  const t = useTranslations('workbench');
  const list = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState(messages);
  if (shown === 'brief' && seen !== messages) setSeen(messages);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && PANES[(PANES.indexOf(shown) + step + PANES.length) % PANES.length];
    if (!next) return;
    event.preventDefault();
    onShow(next);
    list.current?.querySelector<HTMLElement>(`[data-pane="${next}"]`)?.focus();
  }

  return (
    <div
      ref={list}
      role="tablist"
      aria-label={t('panels')}
      onKeyDown={onKeyDown}
      className="grid h-11 shrink-0 grid-cols-3 border-b border-line lg:hidden"
    >
      {PANES.map((pane) => (
        <button
          key={pane}
          type="button"
          role="tab"
          data-pane={pane}
          aria-selected={pane === shown}
          aria-controls={paneId(pane)}
          tabIndex={pane === shown ? 0 : -1}
          onClick={() => onShow(pane)}
          className="relative text-sm font-medium text-muted focus-visible:-outline-offset-2 aria-selected:text-text aria-selected:after:absolute aria-selected:after:inset-x-4 aria-selected:after:-bottom-px aria-selected:after:h-0.5 aria-selected:after:bg-accent"
        >
          {t(pane)}
          {pane === 'brief' && messages > seen && (
            <span className="ml-1.5 inline-block size-2 rounded-full bg-accent align-middle">
              <span className="sr-only">{t('newMessages')}</span>
            </span>
          )}
        </button>
      ))}
    </div>
  );
}
