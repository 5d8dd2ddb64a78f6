import type { Resource } from '../model/audit-event.ts';

/** A region or a resource id is put into a URL only in the shape that Alibaba Cloud gives them. */
const regionShape = /^[a-z]{2}-[a-z0-9-]{1,30}$/;
const idShape = /^[\w-]{1,64}$/;

/**
 * The list of events in ActionTrail's console. No parameter for a single event is documented, so a
 * message prints the event's id beside it.
 */
export function trailUrl(region: string | undefined): string {
  const known = region !== undefined && regionShape.test(region) ? region : 'cn-hangzhou';
  return `https://actiontrail.console.aliyun.com/${known}/event-list`;
}

/** The page of a resource in its console, where one is known. */
export function consoleUrl(resource: Resource, region: string | undefined): string | undefined {
  if (resource.type.startsWith('ACS::ECD::')) return 'https://eds.console.aliyun.com';
  if (!region || !regionShape.test(region) || !idShape.test(resource.id)) return undefined;
  switch (resource.type) {
    case 'ACS::PrivateLink::VpcEndpoint':
      return `https://vpc.console.aliyun.com/endpoint/${region}/endpoints/${resource.id}`;
    case 'ACS::PrivateLink::VpcEndpointService':
      return `https://vpc.console.aliyun.com/endpointservice/${region}/endpointservices/${resource.id}`;
    default:
      return undefined;
  }
}
