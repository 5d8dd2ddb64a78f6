import { ConfigError } from '../model/config-error.ts';

/**
 * The function's credentials go to Log Service over HTTPS, and nowhere else. Throws a ConfigError for
 * any other host, but for a stand-in on this machine where that is allowed.
 */
export function checkEndpoint(endpoint: string, allowLoopback: boolean): void {
  if (/^[a-z0-9-]+\.log\.aliyuncs\.com$/.test(endpoint)) return;
  if (allowLoopback && isLoopback(endpoint)) return;
  throw new ConfigError(
    'source.endpoint',
    'is not a Log Service endpoint',
    'Write a host such as cn-hangzhou-intranet.log.aliyuncs.com, without a scheme',
  );
}

/** A stand-in on this machine: it serves one project over plain HTTP. */
export function isLoopback(endpoint: string): boolean {
  return /^127\.0\.0\.1:\d+$/.test(endpoint);
}

/** The host that reaches an intranet endpoint's Log Service from outside of Alibaba Cloud. */
export function publicEndpoint(endpoint: string): string {
  return endpoint.replace(/-intranet(?=\.log\.aliyuncs\.com$)/, '');
}

/**
 * The Log Service that a host belongs to, for comparing. The trigger always names the intranet host,
 * with a scheme; the configuration may name the public host of the same region.
 */
export function regionOf(endpoint: string): string {
  return endpoint
    .replace(/^https?:\/\//, '')
    .replace(/\/$/, '')
    .replace(/-(intranet|share)(?=\.log\.aliyuncs\.com$)/, '')
    .toLowerCase();
}
