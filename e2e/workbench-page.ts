// What a person does on the workbench, found by role and text as they find it.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, type Locator, type Page } from '@playwright/test';

export const CHALLENGE = 'n-plus-one';
export const WORKBENCH = `/challenges/${CHALLENGE}`;

export type Language = 'python' | 'typescript';
const NAMES: Readonly<Record<Language, string>> = { python: 'Python', typescript: 'TypeScript' };
const EXTENSIONS: Readonly<Record<Language, string>> = { python: 'py', typescript: 'ts' };

export const solutionPath = (name: string, language: Language = 'python') =>
  `challenges/${CHALLENGE}/${language}/${name}.${EXTENSIONS[language]}`;
export const solution = (name: string, language: Language = 'python') => readFileSync(solutionPath(name, language), 'utf8');

interface NodeReport {
  readonly hash: string;
  readonly survivedRps: number;
  readonly score: { readonly total: number };
}

const run = promisify(execFile);

/** The same program in Node, by the command line. */
export async function reportInNode(name: string, language: Language = 'python'): Promise<NodeReport> {
  const args = ['tsx', 'cli/surge.ts', 'run', CHALLENGE, '--lang', language, '--file', solutionPath(name, language), '--json'];
  return JSON.parse((await run('npx', args, { maxBuffer: 1 << 26 })).stdout) as NodeReport;
}

/** Keeps the guest and Postgres from loading, for journeys that run no program: "loading" is all that they show of it. */
export async function withoutRuntimes(page: Page): Promise<void> {
  await page.route(/\/runtime\/(pglite|postgres|pyodide|snapshot|compiler|kernel|libraries)\./, () => new Promise<void>(() => undefined));
}

export class WorkbenchPage {
  readonly page: Page;
  readonly language: Language;
  readonly run: Locator;
  readonly stop: Locator;
  readonly results: Locator;

  constructor(page: Page, language: Language = 'python') {
    this.page = page;
    this.language = language;
    this.run = page.getByRole('button', { name: /^Run( ?(Ctrl\+Enter|⌘↵))?$/ });
    this.stop = page.getByRole('button', { name: /^Stop/ });
    this.results = page.getByRole('region', { name: 'Results of the run' });
  }

  async open(): Promise<void> {
    await this.page.goto(this.language === 'python' ? WORKBENCH : `${WORKBENCH}?lang=${this.language}`);
    await this.untilReady();
  }

  async untilReady(): Promise<void> {
    await expect(this.page.getByText(`${NAMES[this.language]} ready`).filter({ visible: true })).toBeVisible();
    await expect(this.editor()).toBeAttached();
  }

  /** Opens it to write only: see withoutRuntimes. */
  async openToWrite(): Promise<void> {
    await withoutRuntimes(this.page);
    await this.page.goto(this.language === 'python' ? WORKBENCH : `${WORKBENCH}?lang=${this.language}`);
    await expect(this.editor()).toBeAttached();
  }

  editor(file = `main.${EXTENSIONS[this.language]}`): Locator {
    return this.page.getByRole('textbox', { name: `Editor, ${file}` });
  }

  /** Replaces the open file's text, as pasting over everything does. */
  async write(text: string, file = `main.${EXTENSIONS[this.language]}`): Promise<void> {
    await this.editor(file).focus();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Rests the pointer on the second character of a piece of code. */
  async pointAt(code: string): Promise<void> {
    const place = await this.page.evaluate((wanted) => {
      for (const line of document.querySelectorAll('.monaco-editor .view-line')) {
        const at = (line.textContent ?? '').replaceAll('\u00a0', ' ').indexOf(wanted) + 1;
        if (at === 0) continue;
        const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        let before = 0;
        while (texts.nextNode()) {
          const { length } = texts.currentNode as Text;
          if (at < before + length) {
            const range = document.createRange();
            range.setStart(texts.currentNode, at - before);
            range.setEnd(texts.currentNode, at - before + 1);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x: x + width / 2, y: y + height / 2 };
          }
          before += length;
        }
      }
      return null;
    }, code);
    if (!place) throw new Error(`the editor shows no ${code}`);
    await this.page.mouse.move(place.x - 2, place.y);
    await this.page.mouse.move(place.x, place.y);
  }

  /** Runs by the keyboard and waits for the verdict. */
  async runToVerdict(): Promise<void> {
    await this.editor().focus();
    await this.page.keyboard.press('ControlOrMeta+Enter');
    await expect(this.stop).toBeEnabled();
    await this.untilVerdict();
  }

  async untilVerdict(): Promise<void> {
    await expect(this.results.getByText(/report [0-9a-f]{16}/)).toBeVisible();
  }

  async reportHash(): Promise<string> {
    const text = await this.results.getByText(/report [0-9a-f]{16}/).textContent();
    return text?.match(/report ([0-9a-f]{16})/)?.[1] ?? '';
  }

  async survived(rps: string): Promise<void> {
    await expect(this.results.getByText(`${rps} rps`, { exact: true }).first()).toBeVisible();
  }
}
