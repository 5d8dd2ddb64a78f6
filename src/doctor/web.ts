import { ComputeError } from '../compute/compute-error.ts';
import type { CustomDomain } from '../compute/compute.ts';
import type { Config } from '../config/settings.ts';
import { ConfigError } from '../model/config-error.ts';
import { openLinks } from '../open-links.ts';
import { askHealth } from './ask-health.ts';
import { certificateFinding } from './certificate-finding.ts';
import { computeFinding } from './compute-finding.ts';
import { type Finding, sayingsOf } from './finding.ts';
import type { FunctionsLook } from './functions.ts';
import { isOfCertificate, troubleText } from './reach.ts';

interface WebSettings {
  readonly web: Config['web'];
  readonly ledger: Config['ledger'] | undefined;
  readonly channels: Config['channels'];
}

/** Whether people can answer alerts, as far as trailbell.yml says. */
export function examineWeb(
  { web, ledger, channels }: WebSettings,
  now: number,
): readonly Finding[] {
  const { fine, skipped, warning, fault } = sayingsOf('web');
  if (web.url === '') {
    return [skipped('web.url is not set: messages have no links to answer by')];
  }
  try {
    openLinks(web, { now: () => now, isShared: Boolean(ledger?.redis) });
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [fault('config-wrong', `${error.key} ${error.problem}`, error.mend)];
  }
  const hasSlack = Object.values(channels).some(
    (channel) => channel.type === 'slack' && channel.interactive,
  );
  if (hasSlack && web.slack_signing_secrets.length === 0) {
    return [
      warning(
        'slack-unanswered',
        "Slack's buttons are refused: web.slack_signing_secrets is empty",
        'Set SLACK_SIGNING_SECRET to the Signing Secret of the Slack app, here and for web',
      ),
    ];
  }
  const keys = web.keys.length === 1 ? 'one key' : 'two keys, both valid';
  return [fine(`links lead to ${web.url}, with ${keys}`)];
}

/** Function Compute's own, whose pages browsers download instead of showing them. */
const OWN_DOMAIN = /\.(fcapp\.run|fc\.aliyuncs\.com)$/;

/** Whether the domain leads to web. */
export async function examineDomain(
  { url }: Config['web'],
  { compute, settings }: Pick<FunctionsLook, 'compute' | 'settings'>,
  now: number,
): Promise<readonly Finding[]> {
  const name = settings.domain || new URL(url).hostname;
  const { fine, fault, warning } = sayingsOf('domain', name);
  if (OWN_DOMAIN.test(name)) {
    const mend = 'Set web.url to a domain of yours, and make it one of web: domain in s.yaml';
    return [warning('default-domain', 'browsers download the pages of this domain', mend)];
  }
  try {
    const found = await compute.domain(name);
    if (found === undefined) {
      const mend = 'Deploy it (npx s deploy), or name it in compute.domain and web.url';
      return [
        fault('domain-missing', 'Function Compute knows no such domain in this account', mend),
      ];
    }
    const findings: Finding[] = [];
    if (!leadsToWeb(found, settings)) {
      const mend = `Route /* to ${settings.web}: routeConfig of the domain in s.yaml`;
      findings.push(fault('domain-elsewhere', `none of its routes leads to ${settings.web}`, mend));
    }
    if (!found.protocol.includes('HTTPS')) {
      const mend = 'Set protocol to HTTPS and certConfig to a certificate: the domain in s.yaml';
      findings.push(fault('domain-plain', 'it does not speak HTTPS', mend));
    }
    const ended = certificateFinding(sayingsOf('domain', name), found.certificateEnds, now);
    if (ended) findings.push(ended);
    return findings.length > 0 ? findings : [fine(`leads to ${settings.web} over HTTPS`)];
  } catch (error) {
    if (!(error instanceof ComputeError)) throw error;
    return [computeFinding({ fault }, error, { settings, resource: ['custom-domains', name] })];
  }
}

function leadsToWeb(
  { routes }: CustomDomain,
  { web, version, service }: Pick<NonNullable<Config['compute']>, 'web' | 'version' | 'service'>,
): boolean {
  return routes.some(
    (route) => route.function === web && (version === '3.0' || route.service === service),
  );
}

/** Whether web answers where links lead to. */
export async function examineHealth(
  { url }: Config['web'],
  how: { readonly timeoutMs: number; readonly ca?: string | undefined },
): Promise<Finding> {
  const { fine, fault, warning } = sayingsOf('health');
  const health = await askHealth(url, how);
  const where = `${url}/healthz`;
  switch (health.kind) {
    case 'well':
      if (!health.isDownload) return fine(`${where} answers that all is well`);
      return warning(
        'default-domain',
        'browsers download the pages of this domain',
        'Set web.url to a domain of yours, and make it one of web: domain in s.yaml',
      );
    case 'unwell': {
      const { isConfigured, isLedgerDown } = health;
      const why = isConfigured
        ? 'it does not reach its ledger'
        : 'web or ledger are not configured';
      const mend =
        isConfigured && isLedgerDown
          ? 'Check REDIS_URL and vpcConfig of web in s.yaml'
          : 'Pass WEB_URL, WEB_KEY and REDIS_URL to web in s.yaml, and deploy again';
      return fault('web-unhealthy', `${where} answers that ${why}`, mend);
    }
    case 'other':
      return fault(
        'web-unhealthy',
        `${where} is answered with status ${health.status}, and not by web`,
        'Check web.url, that its DNS has a CNAME to Function Compute, and the route of the domain in s.yaml',
      );
    case 'failed': {
      const { code } = health;
      if (isOfCertificate(code)) {
        const mend =
          "Set the domain's certConfig in s.yaml to a certificate for the host of web.url";
        return fault('certificate-refused', `${url}: ${troubleText(code)}`, mend);
      }
      const mend = 'Check web.url, and that its DNS has a CNAME to Function Compute';
      return fault('web-unhealthy', `${url}: ${troubleText(code)}`, mend);
    }
  }
}
