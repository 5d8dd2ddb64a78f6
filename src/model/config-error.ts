/** A setting that is wrong: names the key and says how to mend it. Never holds a secret's value. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Dotted, as written in trailbell.yml: `channels.oncall.webhook`. */
  readonly key: string;
  readonly problem: string;
  readonly mend: string;

  constructor(key: string, problem: string, mend: string) {
    super(`${key}: ${problem}. ${mend}`);
    this.key = key;
    this.problem = problem;
    this.mend = mend;
  }
}
