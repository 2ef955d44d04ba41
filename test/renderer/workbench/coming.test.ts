import { expect, it } from 'vitest';
import { describeInChromium } from '../support/chromium-suite.ts';

describeInChromium('the workbench', (open) => {
  it('says what is coming while a picture is loaded', async () => {
    const { page } = await open('lifecycle-loop');
    const held = Promise.withResolvers<undefined>();
    await page.route('**/assets/lifecycle-*.js', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.reload();
    const words = page.getByRole('status').filter({ hasText: 'Lifecycle is being loaded' });
    await words.waitFor();
    held.resolve(undefined);
    await page.locator('.life-figure svg[data-picture]').waitFor();
    expect(await words.count()).toBe(0);
  });

  it('shows the names of files whole where there is room', async () => {
    const { page } = await open('file-conflict');
    await page.evaluate(() => {
      const workspace = window.model.session.store.getState().facts?.workspace;
      if (workspace === undefined) return;
      const paths = ['single-service/docker-compose.debug.yml', 'single-service/package-lock.json'];
      const entries = [...workspace.entries, ...paths.map((path) => ({ path, kind: 'file' as const, size: 1 }))];
      window.fake.emit('workspace.changed', { ...workspace, entries });
    });
    const name = page.locator('.tree-name', { hasText: 'docker-compose.debug.yml' });
    await name.waitFor();
    const cut = () => page.locator('.tree-name').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length);
    await expect.poll(cut).toBe(0);
  });
});
