import axe from 'axe-core';
import type { Page } from 'playwright-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/**
 * What axe finds wrong in a page: one text for each rule that is broken, with the elements that break it and what would mend each.
 * `moreRules` names rules that axe knows, and leaves out unless it is asked.
 */
export async function violationsOf(page: Page, moreRules: readonly string[] = []): Promise<string[]> {
  // Only the page's own document is looked at, and what stands in a frame would pass unseen.
  if (page.frames().length > 1) throw new Error('The page has frames, which axe would not look into.');
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (options) => (await window.axe.run(document, options)).violations, {
    // What passes is not told, so it need not be described in full.
    resultTypes: ['violations' as const],
    rules: Object.fromEntries(moreRules.map((rule) => [rule, { enabled: true }])),
  });
  return violations.map(({ id, help, nodes }) => [`${id}: ${help}`, ...nodes.map(faultOf)].join('\n'));
}

function faultOf({ html, any, all, none }: axe.NodeResult): string {
  const reasons = [...any, ...all, ...none].map(({ message }) => message);
  return `    ${html.slice(0, 160)}\n    ${reasons.join('; ').slice(0, 200)}`;
}
