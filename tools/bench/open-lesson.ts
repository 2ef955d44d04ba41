import type { Page } from 'playwright-core';

/** Opens the page up to the lesson; the first start of a data folder has one card before it. */
export async function openLesson(page: Page, url: string): Promise<void> {
  await page.goto(url);
  const lesson = page.getByRole('region', { name: 'Lesson' });
  const begin = page.getByRole('button', { name: 'Begin' });
  await lesson.or(begin).first().waitFor();
  if (await begin.isVisible()) await begin.click();
  await lesson.waitFor();
}
