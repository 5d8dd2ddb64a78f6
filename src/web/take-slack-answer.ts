import { LedgerDownError } from '../ledger/cells.ts';
import type { Text } from '../model/text.ts';
import { answerAlert } from './answer-alert.ts';
import { sayAnswer, sayUntaken } from './say-answer.ts';
import { findTold } from './show-alert.ts';
import type { Site } from './site.ts';
import { type SlackPress, readSlackPress } from './slack-interaction.ts';
import { isOfSlack, type SignedBySlack } from './slack-signature.ts';
import { tellSlack } from './tell-slack.ts';
import { NAME_CHARACTERS, tidyEntry } from './tidy-entry.ts';

/** POST /slack: does what a button says, and tells the conversation. Answers with the HTTP status. */
export async function takeSlackAnswer(request: SignedBySlack, site: Site): Promise<200 | 401> {
  if (!isOfSlack(request, site.slackSecrets, site.now())) {
    site.journal({ kind: 'web-refused', page: '/slack', why: 'signature' });
    return 401;
  }
  const press = readSlackPress(Buffer.from(request.body).toString());
  // Buttons that are links, and other apps' ones, are told of as well.
  if (press === undefined) return 200;
  const told = await answerPress(press, site);
  if (told !== undefined) await tellSlack({ url: press.replyUrl, ...told }, site);
  return 200;
}

interface Told {
  readonly text: Text;
  readonly toAll: boolean;
}

/** What there is to say about a press; nothing where the same one came before. */
async function answerPress(press: SlackPress, site: Site): Promise<Told | undefined> {
  const { action, token, pressedAt, user } = press;
  const untaken = (why: Parameters<typeof sayUntaken>[0]): Told => {
    site.journal({ kind: 'web-refused', page: '/slack', why });
    return { text: sayUntaken(why, site.voice.locale), toAll: false };
  };
  const read = site.links.read(token);
  if (read.kind === 'refused') return untaken(read.why);
  const { pass } = read;
  if (pass.use !== 'link' || pass.aim !== action) return untaken('forged');
  try {
    const told = await findTold(pass.about, site);
    if (told === undefined) return untaken('gone');
    const answered = await answerAlert(
      {
        proof: ['slack', token, user.id, pressedAt],
        action,
        told,
        subject: told.subjects[0],
        by: { name: slackName(user), isVerified: true, address: undefined },
        comment: '',
        from: site.now(),
      },
      site,
    );
    if (answered.kind === 'too-many') return untaken('too-many');
    if (answered.isOld) return undefined;
    // Of a silence the sweep tells all channels that the alert was for.
    const toAll = answered.response.kind === 'acknowledgement';
    return { text: sayAnswer(answered.response, site.voice), toAll };
  } catch (error) {
    if (error instanceof LedgerDownError) return untaken('ledger');
    throw error;
  }
}

/** A name can be changed to somebody else's; the id beside it cannot. */
function slackName({ id, name }: SlackPress['user']): string {
  const ending = ` (${id})`;
  const named = tidyEntry(name, NAME_CHARACTERS - ending.length);
  return named === '' ? id : `${named}${ending}`;
}
