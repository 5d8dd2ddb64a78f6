// What is used of a package that has no types of its own.
declare module '@alicloud/fc2' {
  interface Config {
    readonly accessKeyID: string;
    readonly accessKeySecret: string;
    readonly securityToken?: string;
    readonly region: string;
    /** HTTPS: unless said it is plain HTTP. */
    readonly secure: true;
    /** Milliseconds. */
    readonly timeout: number;
    /** Sent with every request, and signed where they begin with `x-fc-`. */
    readonly headers?: Readonly<Record<string, string>>;
  }

  type Headers = Readonly<Record<string, string>>;

  interface Response {
    readonly headers: unknown;
    /** Parsed where the service says that it is JSON, and text elsewhere. */
    readonly data: unknown;
  }

  export default class Client {
    constructor(accountId: string, config: Config);
    getService(service: string): Promise<Response>;
    getFunction(service: string, name: string): Promise<Response>;
    getTrigger(service: string, of: string, name: string): Promise<Response>;
    updateTrigger(
      service: string,
      of: string,
      name: string,
      change: object,
      headers: Headers,
    ): Promise<Response>;
    invokeFunction(
      service: string,
      name: string,
      event: string,
      headers: Headers,
    ): Promise<Response>;
    getCustomDomain(name: string): Promise<Response>;
  }
}
