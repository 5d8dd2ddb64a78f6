/** Names of parameters whose value is nobody's business in a chat. */
const secretName =
  /pass(word|wd|phrase)?$|^pwd|secret|token|credential|private_?key|access_?key_?secret|authorization|cookie|signature|api_?key|verify_?code|auth_?code/i;

/** Things that are secret wherever they stand. */
const secretShapes: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\beyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*)?/g,
  /(?<=\b(?:password|passwd|pwd|secret|token|access_token|signature|sign|key|authorization)["']?\s{0,3}[=:]\s{0,3}["']?)[^\s"'&;,]{4,}/gi,
  /(?<=:\/\/[^\s/:@]{0,64}:)[^\s/@]{1,256}(?=@)/g,
];

/** Access key ids, permanent and of STS, also those that ActionTrail has masked with asterisks. */
const accessKeyId = /\b(?:LTAI[0-9A-Za-z*]{8,}|STS\.[0-9A-Za-z*]{8,})/g;

export const REDACTED = '[redacted]';

/** Whether a parameter of this name, or one that it stands in, is secret by its name. */
export function isSecretName(name: string): boolean {
  return name.split('.').some((part) => secretName.test(part));
}

/** Text of an event without what is secret by its shape. Cut it first: this reads all of it. */
export function redact(text: string): string {
  return secretShapes
    .reduce((rest, shape) => rest.replace(shape, REDACTED), text)
    .replace(accessKeyId, maskAccessKey);
}

/** The first and the last four characters of an access key id: enough to tell which it is. */
export function maskAccessKey(key: string): string {
  // ActionTrail masks some ids itself: their asterisks say nothing.
  const end = key.length > 8 ? key.slice(-4).replaceAll('*', '') : '';
  return `${key.slice(0, 4)}…${end}`;
}
