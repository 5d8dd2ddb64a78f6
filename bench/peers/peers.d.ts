// What is used of the peers. They are installed by `npm run bench` alone, and types are checked
// without them.

declare module 'json-logic-engine' {
  type CompiledNetworks = readonly (readonly [base: number, mask: number])[];
  type EventFields = Readonly<Record<string, unknown>>;

  export class LogicEngine {
    addMethod(name: string, method: (args: [unknown, CompiledNetworks]) => boolean): void;
    build(logic: unknown): (event: EventFields) => unknown;
  }
}

declare module '@marcbachmann/cel-js' {
  type EventFields = Readonly<Record<string, unknown>>;

  export class Environment {
    registerVariable(name: string, type: string): this;
    registerFunction(
      signature: string,
      handler: (address: unknown, networks: string) => boolean,
    ): this;
    parse(expression: string): (context: { readonly event: EventFields }) => unknown;
  }
}

declare module 'json-rules-engine' {
  type CompiledNetworks = readonly (readonly [base: number, mask: number])[];
  type EventFields = Readonly<Record<string, unknown>>;

  export class Engine {
    addOperator(
      name: string,
      operator: (address: unknown, networks: CompiledNetworks) => boolean,
    ): void;
    addRule(rule: {
      readonly conditions: unknown;
      readonly event: { readonly type: string; readonly params: { readonly place: number } };
    }): void;
    run(event: EventFields): Promise<{
      readonly events: readonly { readonly params: { readonly place: number } }[];
    }>;
  }
}

declare module 'mingo' {
  type CompiledNetworks = readonly (readonly [base: number, mask: number])[];
  type EventFields = Readonly<Record<string, unknown>>;

  export class Context {
    static init(operators: {
      readonly query: Readonly<
        Record<
          string,
          (field: string, networks: CompiledNetworks) => (event: EventFields) => boolean
        >
      >;
    }): Context;
  }
  export class Query {
    constructor(condition: unknown, options: { readonly context: Context });
    test(event: EventFields): boolean;
  }
}
