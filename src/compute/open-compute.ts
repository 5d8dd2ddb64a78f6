import type { Compute, ComputeCredentials, ComputePlace } from './compute.ts';

/**
 * The Function Compute that the configuration names. The clients take a quarter of a second to load: only
 * the one that is asked for is, and only by whoever asks.
 */
export async function openCompute(
  place: ComputePlace,
  credentials: ComputeCredentials,
): Promise<Compute> {
  if (place.version === '2.0') {
    const { openFc2 } = await import('./fc2.ts');
    return openFc2(place, credentials);
  }
  const { openFc3 } = await import('./fc3.ts');
  return openFc3(place, credentials);
}
