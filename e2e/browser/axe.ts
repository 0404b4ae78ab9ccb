import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What somebody with a screen reader, a keyboard or weak eyes would stumble over, in the light and in the dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${colorScheme}\\b`));
    const { violations } = await new AxeBuilder({ page }).analyze();
    const found = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => ({ colorScheme, id, html, failureSummary })));
    // All of them at once, not one a run.
    expect.soft(found).toEqual([]);
  }
}
