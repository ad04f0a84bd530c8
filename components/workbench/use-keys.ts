'use client';

import { useEffect, useRef } from 'react';
import { useMounted } from '../ui/use-mounted.ts';

export type KeyAction = 'run' | 'stop' | 'sheet' | 'brief' | 'code' | 'results' | 'wide';

const isMac = () => /mac|iphone|ipad/i.test(navigator.platform);

function actionOf(event: KeyboardEvent): KeyAction | null {
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  if (command && event.key === 'Enter') return 'run';
  if (command && event.key === '.') return 'stop';
  if (event.altKey && !event.ctrlKey && !event.metaKey) {
    if (event.code === 'Digit1') return 'brief';
    if (event.code === 'Digit2') return 'code';
    if (event.code === 'Digit3') return 'results';
    if (event.code === 'Digit4') return 'wide';
  }
  if (event.key === '?' && !isTyping(event.target)) return 'sheet';
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable], .monaco-editor') !== null;
}

/** Before the editor sees them: it has meanings of its own for some of these keys. */
export function useKeys(onAction: (action: KeyAction) => void): void {
  const handler = useRef(onAction);
  handler.current = onAction;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.repeat) return;
      const action = actionOf(event);
      if (!action || (action !== 'sheet' && document.querySelector('dialog[open]'))) return;
      event.preventDefault();
      event.stopPropagation();
      handler.current(action);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}

/** Names of the keys as this machine's keyboard has them. */
export function useKeyNames() {
  const mac = useMounted() && isMac();
  const join = (...keys: string[]) => keys.join(mac ? '' : '+');
  const command = mac ? '⌘' : 'Ctrl';
  const alt = mac ? '⌥' : 'Alt';
  return {
    run: join(command, mac ? '↵' : 'Enter'),
    stop: join(command, '.'),
    sheet: '?',
    brief: join(alt, '1'),
    code: join(alt, '2'),
    results: join(alt, '3'),
    wide: join(alt, '4'),
    leave: mac ? '⌃⇧M' : 'Ctrl+M',
    comment: join(command, '/'),
    find: join(command, 'F'),
    palette: 'F1',
  };
}
