// Which language a reader chose for a challenge: the server reads it with the page, so that only that language's runtime is ever loaded.
import type { ProgramLanguage } from '../language/program-language.ts';

/** In the address: for links to a challenge in one language. */
export const LANGUAGE_PARAMETER = 'lang';
export const languageCookie = (challenge: string) => `language-${challenge}`;

const YEAR_SECONDS = 365 * 24 * 3600;

/** The first wish that the challenge can fulfil; its first language if it can fulfil none. */
export function chooseLanguage(
  offered: readonly ProgramLanguage[],
  ...wishes: readonly (string | string[] | undefined)[]
): ProgramLanguage | undefined {
  return wishes.map((wish) => offered.find((language) => language === wish)).find(Boolean) ?? offered[0];
}

export function rememberLanguage(challenge: string, language: ProgramLanguage): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support.
  document.cookie = `${languageCookie(challenge)}=${language}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
  const url = new URL(window.location.href);
  if (!url.searchParams.has(LANGUAGE_PARAMETER)) return;
  // The address would otherwise win over the choice after a reload.
  url.searchParams.set(LANGUAGE_PARAMETER, language);
  window.history.replaceState(window.history.state, '', url);
}
