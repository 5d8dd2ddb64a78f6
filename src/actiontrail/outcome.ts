import type { Outcome } from '../model/audit-event.ts';
import { asText, type Fields } from '../model/fields.ts';

/**
 * Codes by which Alibaba Cloud refuses permission, alone or followed by `.something`: control 2.16
 * of the CIS Alibaba Cloud Foundations Benchmark, and what its services use besides.
 */
const denials = [
  'NoPermission',
  'Forbidden',
  'Forbbiden',
  'InvalidAccessKeyId',
  'InvalidSecurityToken',
  'SignatureDoesNotMatch',
  'InvalidAuthorization',
  'AccessForbidden',
  'AccessDenied',
  'NotAuthorized',
  'Unauthorized',
  'UnauthorizedOperation',
];

const denied = new RegExp(`^(?:${denials.join('|')})(?:\\.|$)`, 'i');

/** An empty `errorCode` means success. */
export function readOutcome(fields: Fields): Outcome {
  const code = asText(fields['errorCode']);
  if (code === undefined) return { kind: 'succeeded' };
  return { kind: denied.test(code) ? 'denied' : 'failed', code };
}
