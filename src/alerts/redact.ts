import { clip } from './clip.ts';

/** Words that make the name of a parameter, a variable or an option one of a secret. */
const SECRET = String.raw`passw(?:or)?ds?|passphrase|pwd|secret|token|credential|private_?key|cookie|signature|api_?key`;

/** Names of parameters whose value is nobody's business in a chat. */
const secretName = new RegExp(
  String.raw`${SECRET}|authorization|(?:verify|verification|auth\w*)_?code`,
  'i',
);

const NAME = String.raw`[\w-]{0,64}?(?:${SECRET})[\w-]{0,64}`;
const VALUE = String.raw`(?:\\+"[^"]*(?:"|$)|"(?:\\.|[^"\\])*(?:"|$)|'[^']*'?|[^\s"'&;]+)`;

/** Things that are secret wherever they stand: `$1` is what stays of them. */
const secretShapes: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  // Authorization: Bearer abc
  /(\bauthorization["']?\s{0,3}[=:]\s{0,3})["']?(?:[a-z][\w-]{0,20}\s+)?[^\s"',;]+["']?/gi,
  /(\bbearer\s+)[\w.~+/=-]{6,}/gi,
  // DB_PASSWORD=abc, "accessKeySecret": "abc", password: abc; but not token-service:v1.2
  new RegExp(
    String.raw`((?:^|[^a-z0-9])${NAME}(?:\s{0,3}=\s{0,3}|\\*["']\s{0,3}:\s{0,3}|\s{0,3}:\s{1,3}|:(?=\\*["'])))${VALUE}`,
    'gi',
  ),
  // --password abc
  new RegExp(String.raw`((?:^|[\s,])--?${NAME}[\s,]+)${VALUE}`, 'gi'),
  // ?sign=abc&key=abc
  /([?&](?:sign|sig|key)=)[^\s&]+/gi,
  // https://user:abc@host, also where it was cut before the @
  /(:\/\/[^\s/:@]{0,64}:)[^\s/]{1,256}(?=@|…$)/g,
  // A JSON Web Token
  /()\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
];

/** Access key ids, permanent and of STS, also those that ActionTrail has masked with asterisks. */
const accessKeyId = /\b(?:LTAI[0-9A-Za-z*]{8,}|STS\.(?=\w*[\d*])[0-9A-Za-z*]{8,})/g;

export const REDACTED = '[redacted]';

/** Enough of a record to see what it is. */
const LONGEST_EXCERPT = 500;

/** The beginning of a text that may not even be readable, redacted and cut. */
export function excerpt(read: () => string | undefined): string {
  try {
    return redact(clip(read() ?? '', LONGEST_EXCERPT));
  } catch {
    return '';
  }
}

/** Whether the value of a parameter of this name is secret. */
export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** Text of an event without what is secret by its shape. Cut it first: this reads all of it. */
export function redact(text: string): string {
  return secretShapes
    .reduce((rest, shape) => rest.replace(shape, `$1${REDACTED}`), text)
    .replace(accessKeyId, maskAccessKey);
}

/** The first and the last four characters of an access key id: enough to tell which it is. */
export function maskAccessKey(key: string): string {
  // ActionTrail masks some ids itself: their asterisks say nothing.
  const end = key.length > 8 ? key.slice(-4).replaceAll('*', '') : '';
  return `${key.slice(0, 4)}…${end}`;
}
