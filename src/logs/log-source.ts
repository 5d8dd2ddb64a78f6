/** The one logstore that the function may read: what trailbell.yml configures under `source`. */
export interface LogSource {
  /** Host of the Log Service endpoint, without scheme: `cn-hangzhou-intranet.log.aliyuncs.com`. */
  readonly endpoint: string;
  readonly project: string;
  readonly logstore: string;
}

/** The STS credentials of one invocation. They expire, so they are never kept. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
}

/** A piece of one shard: from `beginCursor` up to, and without, `endCursor`. */
export interface LogRange {
  readonly shard: number;
  readonly beginCursor: string;
  readonly endCursor: string;
  /** When the last of its logs arrived, in milliseconds since 1970, where the trigger says so. */
  readonly arrived?: number | undefined;
  /** Whether what is late in it rings one by one all the same: somebody asked for it. */
  readonly lateAsAlerts?: boolean | undefined;
}
