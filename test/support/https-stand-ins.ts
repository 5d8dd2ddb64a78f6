import { listen } from '../../src/local/listen.ts';
import { type LogService, startLogService } from '../../src/local/log-service/log-service.ts';
import { makeCertificate, startFront } from './https-front.ts';
import type { HttpsAddresses } from './lead-https.ts';

/** A Log Service and webhooks as a bundle meets them: over HTTPS, at addresses of this machine. */
export interface HttpsStandIns {
  readonly logService: LogService;
  /** Of all that the logstore holds, as the trigger would say it. */
  readonly trigger: () => string;
  readonly addresses: HttpsAddresses;
  /** Makes a process trust the stand-ins. */
  readonly env: { readonly NODE_EXTRA_CA_CERTS: string };
  close(): Promise<void>;
}

const ENDPOINT = 'cn-hangzhou-intranet.log.aliyuncs.com';

/** Where the bundle sends its requests; here they lead to the stand-ins: see lead-https.ts. */
const hosts = [`*.${ENDPOINT}`, 'oapi.dingtalk.com', 'hooks.slack.com'];

const keys = { id: 'STS.example', secret: 'not-a-secret', securityToken: 'token' };

/** What Function Compute hands to a call, with the keys of a role that the Log Service knows. */
export const contextOfStandIns = {
  credentials: {
    accessKeyId: keys.id,
    accessKeySecret: keys.secret,
    securityToken: keys.securityToken,
  },
  function: { timeout: 20 },
};

/** Keeps its certificate in the folder. Hears of each request of a webhook as it arrives. */
export async function startHttpsStandIns(
  folder: string,
  onPosted: (request: Request) => void = () => {},
): Promise<HttpsStandIns> {
  const logService = await startLogService({
    project: 'example',
    logstore: 'actiontrail_example',
    accessKeys: keys,
  });
  const webhooks = await listen(
    (request) => {
      onPosted(request);
      return answerWebhook(request);
    },
    [0],
  );
  const certificate = await makeCertificate(folder, hosts);
  const logFront = await startFront(logService.endpoint, certificate);
  const webhookFront = await startFront(webhooks.host, certificate);
  return {
    logService,
    trigger() {
      const event = logService.triggerEvent(0);
      return JSON.stringify({
        ...event,
        source: { ...event.source, endpoint: `https://${ENDPOINT}` },
      });
    },
    addresses: { logService: logFront.host, webhooks: webhookFront.host },
    env: { NODE_EXTRA_CA_CERTS: certificate.file },
    async close() {
      logFront.close();
      webhookFront.close();
      await Promise.all([logService.close(), webhooks.close()]);
    },
  };
}

/** DingTalk's answer is JSON, and Slack's is two letters. */
function answerWebhook(request: Request): Response {
  const slack = new URL(request.url).pathname.startsWith('/services/');
  return slack ? new Response('ok') : Response.json({ errcode: 0, errmsg: 'ok' });
}
