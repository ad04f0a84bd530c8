// The frame element of the sandbox and its two message directions. Its origin is opaque ("null"), so the sender is told by its window.
import { type FrameMessage, readFrameMessage } from './sandbox-message.ts';

export interface SandboxFrame {
  post(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  /** Removes the frame, and with it whatever ran inside. */
  dispose(): void;
}
export type CreateFrame = (onMessage: (message: FrameMessage) => void) => SandboxFrame;

export const createSandboxFrame: CreateFrame = (onMessage) => {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'Sandbox';
  frame.hidden = true;
  frame.tabIndex = -1;
  const listen = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow) return;
    const message = readFrameMessage(event.data);
    if (message) onMessage(message);
  };
  window.addEventListener('message', listen);
  frame.src = '/sandbox';
  document.body.append(frame);
  return {
    post: (message, transfer = []) => frame.contentWindow?.postMessage(message, '*', [...transfer]),
    dispose() {
      window.removeEventListener('message', listen);
      frame.remove();
    },
  };
};
