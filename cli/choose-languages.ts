// What --lang says.
import { LANGUAGES, type Language } from '#catalogue/schema.ts';
import { UsageError } from './usage-error.ts';

/** Throws UsageError. */
export function parseLanguage(name: string): Language {
  const language = LANGUAGES.find((each) => each === name);
  if (language === undefined) throw new UsageError(`--lang: "${name}" is not a language; there are: ${LANGUAGES.join(', ')}`);
  return language;
}

/** The one that is named; without a name all of them. */
export function chooseLanguages(name: string | undefined): readonly Language[] {
  return name === undefined ? LANGUAGES : [parseLanguage(name)];
}
