// The web's classes as globals, and how a request of the world gets to the program and its response back.
import { GLOBAL_MAKERS, SHARED } from '../../kernel/globals.ts';
import { web } from '../../kernel/program.ts';
import { Blob, FormData } from './blob.ts';
import { bodyText } from './body.ts';
import { Headers } from './headers.ts';
import { Controller, ReadableStream, Reader } from './readable-stream.ts';
import { Request, requestInternals } from './request.ts';
import { Response, responseInternals } from './response.ts';
import { URL } from './url.ts';
import { URLSearchParams } from './url-search-params.ts';

const ORIGIN = 'http://localhost';

web.makeRequest = (method, target, headersJson, body) => requestInternals.arrived(method, ORIGIN + target, headersJson, body);

web.readResponse = (response) => {
  if (!responseInternals.isResponse(response)) throw new TypeError(`the server's fetch returned ${nameOf(response)}, not a Response`);
  return { status: responseInternals.statusOf(response), body: bodyText(response) };
};

function nameOf(value: unknown): string {
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? 'a string' : String(value);
}

const classes = { Blob, FormData, Headers, ReadableStream, Request, Response, URL, URLSearchParams };
SHARED.push(...Object.values(classes), Controller, Reader);
GLOBAL_MAKERS.push(() => classes);
