// One HTML file of a part of this page: its markup and the page's own styles, nothing that has to be fetched, nothing that runs.

/** Nothing may be loaded or run, whoever opens the file, wherever. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** Rules of the page's style sheets; fonts stay out: the file falls back to the system's. */
function collectStyles(page: Document): string {
  const texts: string[] = [];
  for (const sheet of page.styleSheets) {
    for (const rule of readRules(sheet)) if (!rule.cssText.startsWith('@font-face')) texts.push(rule.cssText);
  }
  return texts.join('\n');
}

/** A sheet of an extension may not be read. */
function readRules(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules];
  } catch {
    return [];
  }
}

/** The element as a file. Links lead to where they led, and what was folded away is open. */
export function makeSelfContained(element: HTMLElement, title: string): string {
  const page = element.ownerDocument;
  const copy = element.cloneNode(true) as HTMLElement;
  for (const part of copy.querySelectorAll('[data-page-only], script')) part.remove();
  for (const details of copy.querySelectorAll('details')) details.open = true;
  for (const link of copy.querySelectorAll('a')) link.setAttribute('href', new URL(link.getAttribute('href') ?? '', page.baseURI).href);
  const file = page.implementation.createHTMLDocument(title);
  file.documentElement.lang = page.documentElement.lang;
  file.head.innerHTML = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><meta name="viewport" content="width=device-width, initial-scale=1">`;
  const heading = file.createElement('title');
  heading.textContent = title;
  const style = file.createElement('style');
  style.textContent = collectStyles(page).replaceAll('</', '<\\/');
  file.head.append(heading, style);
  file.body.className = page.body.className;
  file.body.append(file.adoptNode(copy));
  return `<!doctype html>\n${file.documentElement.outerHTML}\n`;
}
