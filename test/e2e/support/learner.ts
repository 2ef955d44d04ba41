import type { Locator, Page } from 'playwright-core';
import { eventually } from './processes.ts';

/** What a learner does on the screen, by the names that stay stable. */
export function learner(page: Page) {
  const lesson = page.getByRole('region', { name: 'Lesson' });
  const heading = async () => (await lesson.getByRole('heading').first().innerText()).trim();
  const checks = lesson.getByRole('list', { name: 'Checks' }).getByRole('listitem');
  return {
    lesson,
    begin: () => page.getByRole('button', { name: 'Begin' }).click(),
    heading,
    /** Presses Run beside a command and waits until it is over. */
    async run(command: string): Promise<void> {
      await lesson.getByRole('button', { name: `Run: ${command}` }).click();
      await ended(lesson, command);
    },
    /** Waits until a command has ended well, however it was begun. */
    ended: (command: string) => ended(lesson, command),
    start: (command: string) => lesson.getByRole('button', { name: `Run: ${command}` }).click(),
    applyEdit: (file: string) => lesson.getByRole('button', { name: `Apply edit: ${file}` }).click(),
    checks: async () => (await checks.allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim()),
    /** Waits for every check to be green by itself. */
    allGreen: (seconds = 120) =>
      eventually(
        'all checks green',
        async () => {
          const texts = await checks.allInnerTexts();
          return texts.length > 0 && texts.every((text) => /passed\s*$/.test(text)) ? true : undefined;
        },
        seconds,
      ),
    next: async (): Promise<void> => {
      const before = await heading();
      await lesson.getByRole('button', { name: 'Next step' }).click();
      await eventually('the next step', async () => ((await heading()) === before ? undefined : true));
    },
    terminalText: () => page.getByRole('region', { name: 'Terminal' }).locator('.xterm-rows').first().innerText(),
  };
}

/** The mark beside a command that has ended well, or the words of how it failed. */
async function ended(lesson: Locator, command: string): Promise<void> {
  const block = lesson.locator('[data-block]').filter({ has: lesson.page().getByRole('button', { name: `Run: ${command}` }) });
  let text = '';
  try {
    await eventually(`the end of "${command}"`, async () => {
      text = await block.innerText();
      if (/exit \d+$/m.test(text)) throw new Error('it failed');
      return (await block.getByLabel('Worked').count()) > 0 || /\bran$/m.test(text) ? true : undefined;
    });
  } catch (error) {
    const terminal = await lesson.page().getByRole('region', { name: 'Terminal' }).innerText();
    throw new Error(`"${command}": ${String(error)}\nBlock:\n${text}\nTerminal:\n${terminal}`, { cause: error });
  }
}
