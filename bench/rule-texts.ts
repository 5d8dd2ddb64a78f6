import type { Call } from './calls.ts';
import { letters, pick, pickSome, type Random, uuid, whole } from './random.ts';

/** Rule files as people write them, about 1.4 KB each, every one keyed by names of these calls. */
export function ruleTexts(random: Random, count: number, calls: readonly Call[]): string[] {
  return Array.from({ length: count }, (_, at) => {
    const { service } = pick(random, calls);
    const names = calls.filter((call) => call.service === service).map(({ name }) => name);
    return ruleText(random, at, service, pickSome(random, names, 1 + whole(random, 4)));
  });
}

function ruleText(random: Random, at: number, service: string, names: readonly string[]): string {
  const [first = ''] = names;
  return `title: ${first} Called Outside the Change Window ${at}
id: ${uuid(random)}
status: test
description: |-
    Detects calls of ${names.join(', ')} by anyone who is not known to manage ${service}.
    The level is what it is because the call takes away something that people work with, and
    because whoever holds a stolen key tends to make it first. Look at who called, from where.
references:
    - https://www.alibabacloud.com/help/en/actiontrail/latest/${service.toLowerCase()}
    - https://www.alibabacloud.com/help/doc-detail/${100_000 + whole(random, 900_000)}.htm
author: the desktop team
date: 2026-${10 + whole(random, 3)}-${10 + whole(random, 18)}
tags:
    - attack.impact
    - attack.defense-impairment
    - attack.t1${100 + whole(random, 900)}
logsource:
    product: alicloud
    service: actiontrail
detection:
    selection:
        serviceName: ${service}
        eventName:
${names.map((name) => `            - ${name}`).join('\n')}
    filter_main_known:
${pick(random, filters)(random)}
    filter_optional_dry_run:
        requestParameters.DryRun: 'true'
    condition: selection and not 1 of filter_*
falsepositives:
    - An administrator does it by hand, and says so in the team's channel.
    - A migration that was announced beforehand.
level: ${pick(random, ['low', 'medium', 'high', 'critical'])}
fields:
    - requestParameters.DesktopId
    - requestParameters.RegionId
`;
}

const filters: readonly ((random: Random) => string)[] = [
  (random) => `        userIdentity.userName:
            - admin-${letters(random, 5)}
            - admin-${letters(random, 5)}`,
  (random) => `        userIdentity.userName|startswith: ops-${letters(random, 4)}-`,
  (random) => `        sourceIpAddress|cidr:
            - 10.${whole(random, 256)}.0.0/16
            - 192.168.${whole(random, 256)}.0/24`,
  (random) => `        userAgent|contains:
            - Terraform-${letters(random, 4)}
            - pulumi-${letters(random, 4)}`,
  (random) =>
    `        userIdentity.principalId|re: '^30\\d{16}:${letters(random, 4)}-(ci|cd)(-\\d+)?$'`,
];
