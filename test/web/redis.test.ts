import { expect } from 'vitest';
import { openLedger } from '../../src/open-ledger.ts';
import { writeTold } from '../../src/told-alert.ts';
import { useRedis } from '../support/use-redis.ts';
import { alertOf, openWeb, START, ticketsIn } from './open-web.ts';

const redis = useRedis();

/** Two instances of the function, and what detect has kept for them. */
async function openTwo(ledger: { readonly redis: string; readonly prefix: string }) {
  const settings = { ledger };
  const alert = alertOf();
  const detect = openLedger(
    { ...ledger, remember: 86_400_000 },
    { now: () => START, journal: () => {} },
  );
  await detect.told.keep([{ id: alert.id, text: writeTold(alert, ['actor'], ['oncall']) }]);
  const close = () => detect.rest();
  const [one, other] = [0, 1].map(() => openWeb({ hasStore: false, settings }));
  if (one === undefined || other === undefined) throw new Error('there are no instances');
  return { one, other, detect, link: one.token(alert.id), close };
}

redis.test('what one instance is told, another one knows', async () => {
  const { one, other, detect, link, close } = await openTwo(redis.ledger());
  const form = await one.formOf(link);
  const answered = await Promise.all([one.post('/a', form), other.post('/a', form)]);
  expect(answered.map(({ status }) => status)).toEqual([303, 303]);
  expect((await detect.responses.read()).silences).toHaveLength(1);
  const [ticket = ''] = ticketsIn(await (await other.get(`/silences?t=${link}`)).text());
  await other.post('/silences', { t: link, ticket, name: 'bob' });
  expect(await (await one.get(`/a?t=${link}`)).text()).toContain('ended by <bdi>bob</bdi>');
  await close();
});

redis.test('a Redis that is gone is said to be, and no page or log names it', async () => {
  const own = await redis.own();
  const { one, link, close } = await openTwo({ redis: own.url.href, prefix: 'example' });
  await close();
  await own.kill();
  const page = await one.get(`/a?t=${link}`);
  expect(page.status).toBe(503);
  const said = (await page.text()) + JSON.stringify(one.journal);
  expect(said).not.toMatch(new RegExp(`${own.url.port}|${own.url.password}`));
  expect(await (await one.get('/healthz')).json()).toMatchObject({ ok: false, ledger: 'down' });
});
