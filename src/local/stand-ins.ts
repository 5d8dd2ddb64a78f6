import { randomBytes } from 'node:crypto';
import type { InboxChannel } from './inbox/apps.ts';
import { type RunningInbox, startInbox } from './inbox/inbox-server.ts';
import { type LogService, startLogService } from './log-service/log-service.ts';
import { type Pages, startPages } from './pages.ts';

export interface StandInOptions {
  /** For the inbox page: the first that is not taken; 0 is a free one. */
  readonly ports: readonly number[];
  /** The same for the pages on which alerts are answered; undefined where nobody is there to answer. */
  readonly webPorts: readonly number[] | undefined;
}

/** What is around the functions of a run on this machine. */
export interface StandIns {
  readonly logService: LogService;
  readonly inbox: RunningInbox;
  /** Where alerts are answered, and what the inbox's Slack signs with. */
  readonly answers: { readonly pages: Pages; readonly slackSecret: string } | undefined;
  close(): Promise<void>;
}

export const PROJECT = 'local-project';
export const LOGSTORE = 'actiontrail_local';
export const accessKeys = {
  id: 'local-key',
  secret: 'local-secret',
  securityToken: 'local-token',
};

/** What channels sign with, or name, and their apps check. */
export const secrets: Readonly<Partial<Record<InboxChannel, string>>> = {
  dingtalk: 'SEClocal',
  feishu: 'local-secret',
  pagerduty: 'LOCAL'.padEnd(32, '0'),
  webhook: `whsec_${Buffer.from('local-secret-local-secret').toString('base64')}`,
};

/** Whoever presses a button in the inbox's Slack, which vouches for the name. */
const slackUser = { id: 'U0LOCAL', name: 'carol' };

/** All of them or, where one cannot be started, none. */
export async function startStandIns({ ports, webPorts }: StandInOptions): Promise<StandIns> {
  const started: { readonly close: () => Promise<void> }[] = [];
  const keep = <StandIn extends { readonly close: () => Promise<void> }>(one: StandIn): StandIn => {
    started.push(one);
    return one;
  };
  const close = async (): Promise<void> => {
    await Promise.all(started.map((one) => one.close()));
  };
  try {
    const answers = webPorts && {
      pages: keep(await startPages(webPorts)),
      slackSecret: randomBytes(16).toString('hex'),
    };
    const slack = answers && {
      url: `${answers.pages.origin}/slack`,
      signingSecret: answers.slackSecret,
      user: slackUser,
    };
    const inbox = keep(await startInbox({ secrets, ports, ...(slack && { slack }) }));
    const logService = keep(
      await startLogService({ project: PROJECT, logstore: LOGSTORE, accessKeys }),
    );
    return { logService, inbox, answers, close };
  } catch (error) {
    await close();
    throw error;
  }
}
