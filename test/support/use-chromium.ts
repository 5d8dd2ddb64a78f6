import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished, test } from 'vitest';

/** Where Debian's package puts it. */
const USUAL_PATH = '/usr/bin/chromium';

/**
 * A headless Chromium for those tests of a file that need one: `test` skips them where there is none, or
 * throws where TRAILBELL_NEEDS_CHROMIUM=1 says that there has to be one.
 */
export function useChromium() {
  const executablePath = process.env['CHROMIUM'] ?? USUAL_PATH;
  const available = existsSync(executablePath);
  if (!available && process.env['TRAILBELL_NEEDS_CHROMIUM'] === '1') {
    throw new Error(
      `there is no ${executablePath}, and TRAILBELL_NEEDS_CHROMIUM=1 says it has to be`,
    );
  }
  if (!available) console.warn(`there is no ${executablePath}: tests that need it are skipped`);
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (available) browser = await chromium.launch({ executablePath });
  }, 60_000);
  afterAll(() => browser?.close());
  return {
    test: test.skipIf(!available),
    /** A page of a visitor whom nobody has seen before. */
    async open(url: string, options: BrowserContextOptions = {}): Promise<Page> {
      if (browser === undefined) throw new Error('there is no browser outside of chromium.test');
      const context = await browser.newContext(options);
      onTestFinished(() => context.close());
      const page = await context.newPage();
      await page.goto(url);
      return page;
    },
  };
}
