// What axe finds wrong in a page that keeps people from using it.
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** In the whole page, or in one part of it: what has not changed was looked at before. The sandbox's frame shows nothing. */
export async function seriousFindings(page: Page, rules: readonly string[] = [], part: string | null = null): Promise<string[]> {
  const whole = new AxeBuilder({ page }).exclude('iframe');
  const builder = part === null ? whole : whole.include(part);
  const { violations } = await (rules.length > 0 ? builder.withRules([...rules]) : builder).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
