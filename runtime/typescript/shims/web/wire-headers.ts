// Headers of an answer of the world's services.
import { utf8Length } from './utf8.ts';

const JSON_BEGINS = /^[{["\-0-9tfn]/;

export function wireHeaders(text: string, retryAfterS: number): () => Record<string, string> {
  return () => {
    const headers: Record<string, string> = { 'content-length': String(utf8Length(text)) };
    if (text) headers['content-type'] = JSON_BEGINS.test(text) ? 'application/json' : 'text/plain; charset=utf-8';
    if (retryAfterS > 0) headers['retry-after'] = String(retryAfterS);
    return headers;
  };
}
