import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { alertOf, openWeb, rule, session } from './open-web.ts';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** For whoever wants to look at the pages: a folder for pictures of them. */
const SHOTS = process.env['TRAILBELL_SHOTS'];

/** The width of a phone. */
const PHONE = { width: 390, height: 844 };

const isThere = existsSync(CHROMIUM) || process.env['TRAILBELL_NEEDS_CHROMIUM'] === '1';

/** The pages over HTTP on this machine, and what a browser complains of meanwhile. */
async function openSite(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) {
  const server = createServer((request, response) => {
    void answer(request).then(async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(await answered.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const opened = openWeb({ url: `http://127.0.0.1:${port}` });
  async function answer(request: IncomingMessage): Promise<Response> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const { method = 'GET', url = '/', headers, socket } = request;
    return opened.web.fetch(
      new Request(`http://127.0.0.1:${port}${url}`, {
        method,
        headers: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, String(value)]),
        ),
        ...(method === 'POST' && { body: Buffer.concat(chunks) }),
      }),
      { address: socket.remoteAddress },
    );
  }
  const context = await browser.newContext({ viewport: PHONE, locale: 'en-GB', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  watch(page, complaints);
  onTestFinished(async () => {
    await context.close();
    await new Promise((resolve) => server.close(resolve));
  });
  return { ...opened, base: `http://127.0.0.1:${port}`, context, page, complaints };
}

function watch(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
}

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png`, fullPage: true });
}

/** By how much the page is wider than the window. */
const overflow = (page: Page) =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe.skipIf(!isThere)('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  });
  afterAll(() => browser.close());

  test.each([
    {
      name: 'en',
      locale: 'en-GB',
      send: 'Send answer',
      you: 'Your name',
      why: /Why/,
      done: 'Done: silenced',
      silences: 'Silences',
      end: 'End this silence',
      now: 'End it now',
      ended: 'Done: the silence has ended',
      nothing: 'Nothing is silenced',
      sentence: 'deleted an endpoint service',
    },
    {
      name: 'zh',
      locale: 'zh-CN',
      send: '提交',
      you: '你的姓名',
      why: /原因/,
      done: '已静默',
      silences: '静默',
      end: '解除此静默',
      now: '立即解除',
      ended: '静默已解除',
      nothing: '目前没有',
      sentence: '成功删除终端节点服务',
    },
  ])('a link is opened, answered, found among the silences and ended: $name', async (said) => {
    const { base, page, complaints, tell, token, ledger } = await openSite(browser, {
      locale: said.locale,
    });
    await page.goto(`${base}/a?t=${token(await tell(alertOf([session])))}`);
    expect(await page.locator('main .sentence').innerText()).toContain(said.sentence);
    expect(await page.locator('input[value=silence-4h]').isChecked()).toBe(true);
    expect(await overflow(page)).toBe(0);
    await shoot(page, `alert-${said.name}`);
    await page.getByLabel(said.you).fill('alice');
    await page.getByLabel(said.why).fill('a planned move');
    await page.getByRole('button', { name: said.send }).click();
    expect(await page.getByRole('status').innerText()).toContain(said.done);
    expect(await overflow(page)).toBe(0);
    await shoot(page, `answered-${said.name}`);
    await page.reload();
    expect((await ledger.responses.read()).silences).toHaveLength(1);

    await page.getByRole('link', { name: said.silences }).click();
    await page.getByText(said.end).click();
    expect(await page.getByLabel(said.you).inputValue()).toBe('alice');
    expect(await overflow(page)).toBe(0);
    await shoot(page, `silences-${said.name}`);
    await page.getByRole('button', { name: said.now }).click();
    expect(await page.getByRole('status').innerText()).toContain(said.ended);
    expect(await page.locator('main').innerText()).toContain(said.nothing);
    await shoot(page, `ended-${said.name}`);
    expect((await ledger.responses.read()).silences).toMatchObject([{ ended: {} }]);
    expect(complaints).toEqual([]);
  });

  test('all of it can be done from the keyboard', async () => {
    const { base, page, complaints, tell, token, ledger } = await openSite(browser);
    await page.goto(`${base}/a?t=${token(await tell(alertOf([session])), 'acknowledge')}`);
    const focused = () =>
      page.evaluate('document.activeElement.name || document.activeElement.tagName');
    const tabTo = async (name: string) => {
      for (let at = 0; at < 20 && (await focused()) !== name; at += 1)
        await page.keyboard.press('Tab');
      expect(await focused()).toBe(name);
    };
    await tabTo('action');
    await page.keyboard.press('ArrowDown');
    await tabTo('scope');
    await page.keyboard.press('ArrowDown');
    await tabTo('name');
    await page.keyboard.type('alice');
    await tabTo('BUTTON');
    await shoot(page, 'keyboard');
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect((await ledger.responses.read()).silences).toMatchObject([
      { subject: { actor: { name: 'example-deploy' } }, by: { name: 'alice' } },
    ]);
    expect((await ledger.responses.read()).silences[0]?.subject.session).toBeUndefined();
    expect(complaints).toEqual([]);
  });

  test('a form without a name is not sent, and a language is kept', async () => {
    const { base, page, complaints, tell, token, ledger } = await openSite(browser);
    const link = token(await tell());
    await page.goto(`${base}/a?t=${link}`);
    await page.getByRole('button').click();
    expect(await page.evaluate('document.activeElement.name')).toBe('name');
    await page.getByRole('link', { name: '中文' }).click();
    await page.goto(`${base}/silences?t=${link}`);
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(await ledger.responses.read()).toEqual({ silences: [], acknowledgements: [] });
    expect(complaints).toEqual([]);
  });

  test('whatever an event or a name holds, it runs nothing and breaks no page', async () => {
    const { base, page, complaints, tell, token, post, formOf } = await openSite(browser);
    const nasty = `<script>document.title='x'</script><img src=x onerror=alert(1)>\u202e${'w'.repeat(600)}`;
    const userIdentity = { type: 'ram-user', accountId: '1234567890123456', userName: nasty };
    const by = { ...rule, title: nasty, runbook: [nasty, 'https://evil.example.com/'] };
    const link = token(await tell(alertOf([{ userIdentity, userAgent: nasty }], by)));
    await post('/a', { ...(await formOf(link)), name: nasty, comment: nasty });
    for (const path of ['a', 'silences', 'alerts']) {
      await page.goto(`${base}/${path}?t=${link}`);
      expect(await page.title()).toContain(' · trailbell');
      expect(await page.locator('main img, main script').count()).toBe(0);
      expect(await page.locator('a[href*=evil]').count()).toBe(0);
      expect(await overflow(page)).toBe(0);
      await shoot(page, `nasty-${path}`);
    }
    expect(complaints).toEqual([]);
  });

  test('a page fits in the dark, on a desk, and where it only says what is wrong', async () => {
    const options = { colorScheme: 'dark', locale: 'zh-CN' } as const;
    const { base, page, context, complaints, tell, token, wait } = await openSite(browser, options);
    const critical = { ...rule, level: 'critical' } as const;
    const denied = alertOf(
      [{ errorCode: 'NoPermission' }, { errorCode: 'NoPermission' }],
      critical,
    );
    const link = token(await tell(denied), 'acknowledge');
    await tell(alertOf([session], { ...rule, level: 'medium' }));
    await tell(alertOf([{}], { ...rule, level: 'low', title: 'Another Rule' }));
    await page.goto(`${base}/a?t=${link}`);
    await shoot(page, 'dark-zh');
    await page.goto(`${base}/alerts?t=${link}`);
    expect(await overflow(page)).toBe(0);
    await shoot(page, 'alerts-dark-zh');
    const desk = await context.newPage();
    watch(desk, complaints);
    await desk.emulateMedia({ colorScheme: 'light' });
    await desk.setViewportSize({ width: 1000, height: 800 });
    await desk.goto(`${base}/a?t=${link}&lang=en`);
    await shoot(desk, 'desk-en');
    await desk.goto(`${base}/alerts?t=${link}&lang=en`);
    await shoot(desk, 'alerts-desk-en');
    expect(complaints).toEqual([]);
    wait(24 * 3_600_000);
    await page.goto(`${base}/a?t=${link}`);
    await shoot(page, 'expired-en');
    expect(await page.locator('h1').count()).toBe(1);
  });

  test('every field has a label, every page one heading of the first rank', async () => {
    const { base, page, tell, token, post, formOf } = await openSite(browser);
    const link = token(await tell());
    await post('/a', await formOf(link));
    for (const path of ['a', 'silences', 'alerts']) {
      await page.goto(`${base}/${path}?t=${link}`);
      expect(await page.locator('main').count()).toBe(1);
      expect(await page.locator('h1').count()).toBe(1);
      const unlabelled = await page.evaluate(
        "[...document.querySelectorAll('input:not([type=hidden])')].filter((input) => input.labels.length === 0).length",
      );
      expect(unlabelled).toBe(0);
    }
  });
});
