import type { IncomingMessage } from 'node:http';
import https from 'node:https';

/** `127.0.0.1:PORT`, where stand-ins speak HTTPS. */
export interface HttpsAddresses {
  readonly logService: string;
  readonly webhooks: string;
}

/**
 * From now on, HTTPS requests of this process lead to the stand-ins, whoever they are for; the
 * certificate has to be theirs all the same. A bundle is run unchanged by it: it talks to nobody but Log
 * Service and the vendors.
 */
export function leadHttps({ logService, webhooks }: HttpsAddresses): void {
  const { request } = https;
  Object.assign(https, {
    request(
      to: URL | https.RequestOptions,
      more: https.RequestOptions = {},
      answered?: (answer: IncomingMessage) => void,
    ) {
      const asked =
        to instanceof URL ? { ...more, host: to.hostname, path: `${to.pathname}${to.search}` } : to;
      const servername = asked.host ?? '';
      const standIn = servername.endsWith('.log.aliyuncs.com') ? logService : webhooks;
      const [host, port] = standIn.split(':');
      const headers = { ...asked.headers, host: standIn };
      return request({ ...asked, host, port, servername, headers }, answered);
    },
  });
}
