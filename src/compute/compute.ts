/** What is needed to ask Function Compute about one account in one region. */
export interface ComputePlace {
  readonly version: '2.0' | '3.0';
  /** Such as cn-hangzhou. */
  readonly region: string;
  /** The id of the account that the functions run in. */
  readonly account: string;
  /** Of 2.0: the service that the functions belong to. */
  readonly service: string;
}

/** Of whoever asks; temporary ones have a token. */
export interface ComputeCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
}

export interface DeployedFunction {
  /** Such as nodejs20. */
  readonly runtime: string;
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** The role that the function takes on; undefined where it has none. In 2.0 it is the service's. */
  readonly role: string | undefined;
  /** `Active`, `Pending`, `Failed`, …; undefined where the service does not say. */
  readonly state: string | undefined;
  /** `Successful`, `Failed` or `InProgress`; undefined where the service does not say. */
  readonly lastUpdateStatus: string | undefined;
  /** The names of its environment variables that are not empty. Their values are never kept. */
  readonly variables: readonly string[];
  /** What is called before the first request, and before an instance is taken away; undefined is nothing. */
  readonly initializer: string | undefined;
  readonly preStop: string | undefined;
  /** How many requests one instance takes at the same time. */
  readonly concurrency: number;
  readonly codeBytes: number | undefined;
  /** As the service writes it: ISO 8601. */
  readonly lastModified: string | undefined;
}

export interface Trigger {
  /** `log`, `timer`, `http`, … */
  readonly type: string;
  readonly enabled: boolean;
  /** Of a log trigger: where it reads. */
  readonly source: { readonly project: string | undefined; readonly logstore: string } | undefined;
  /** Of a log trigger: between two looks at a shard, in seconds. */
  readonly intervalSeconds: number | undefined;
  /** Of a log trigger: how often a range comes again at once that failed. */
  readonly maxRetries: number | undefined;
  /** The role that calls the function. */
  readonly role: string | undefined;
  readonly lastModified: string | undefined;
}

/** What a function answered. That it failed is an answer, too. */
export interface Answer {
  readonly text: string;
  /** Undefined where the function came to a good end. */
  readonly functionError: FunctionError | undefined;
  /** What the call is found by in the function's log. */
  readonly requestId: string | undefined;
}

export interface FunctionError {
  /** What Function Compute calls it: `UnhandledInvocationError`, … */
  readonly kind: string;
  /** The name of the error that the function threw: `ConfigError`; undefined where it did not throw. */
  readonly name: string | undefined;
  /** The function's own words. */
  readonly message: string;
}

export interface CustomDomain {
  /** `HTTP`, `HTTPS` or `HTTP,HTTPS`. */
  readonly protocol: string;
  readonly routes: readonly {
    readonly path: string;
    /** In 2.0 of the service `service`. */
    readonly function: string;
    readonly service: string | undefined;
  }[];
  /** When its certificate runs out, in milliseconds since 1970; undefined where that is not told. */
  readonly certificateEnds: number | undefined;
}

/**
 * Function Compute, in one account and region, as the commands need it: functions, triggers and domains
 * are looked up by name, undefined where there is none; whatever else goes wrong is a ComputeError.
 */
export interface Compute {
  find(name: string): Promise<DeployedFunction | undefined>;
  trigger(of: string, name: string): Promise<Trigger | undefined>;
  /**
   * Switches a trigger on or off, and leaves all else of it as it is; answers with the trigger as it is
   * then. Nothing is written where it is so already.
   */
  setTrigger(of: string, name: string, enabled: boolean): Promise<Trigger>;
  /** Calls a function and waits for its answer, for `timeoutMs`: that is the function's own and a little. */
  invoke(name: string, event: string, timeoutMs: number): Promise<Answer>;
  domain(name: string): Promise<CustomDomain | undefined>;
}
