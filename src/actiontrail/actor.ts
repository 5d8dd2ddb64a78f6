import type { Actor } from '../model/audit-event.ts';
import { asFields, asText, type Fields } from '../model/fields.ts';

/**
 * Who called. `userIdentity` may be JSON text, and system events have no account. An assumed role
 * is written `Role:session`. Old records call the session's attributes `sessionAttributes`, and a
 * sign-in says whether MFA was used in `additionalEventData` (AasCustomer and AasSub differ).
 */
export function readActor(fields: Fields): Actor {
  const identity = asFields(fields['userIdentity']) ?? {};
  const kind = asText(identity['type']) ?? 'unknown';
  const userName = asText(identity['userName']);
  const account = asText(identity['accountId']);
  const colon = kind === 'assumed-role' && userName ? userName.indexOf(':') : -1;
  return {
    kind,
    name:
      (colon > 0 ? userName?.slice(0, colon) : userName) ??
      asText(identity['principalId']) ??
      account ??
      'unknown',
    account,
    accessKey: asText(identity['accessKeyId']),
    session: colon > 0 ? asText(userName?.slice(colon + 1)) : undefined,
    mfa: readMfa(identity, fields),
  };
}

function readMfa(identity: Fields, fields: Fields): boolean | undefined {
  const session = asFields(identity['sessionContext']);
  const attributes = asFields(session?.['attributes']) ?? asFields(session?.['sessionAttributes']);
  const signIn = asFields(fields['additionalEventData']);
  const written =
    attributes?.['mfaAuthenticated'] ?? signIn?.['isMFAChecked'] ?? signIn?.['mfaChecked'];
  if (typeof written === 'boolean') return written;
  const text = asText(written)?.toLowerCase();
  return text === 'true' ? true : text === 'false' ? false : undefined;
}
