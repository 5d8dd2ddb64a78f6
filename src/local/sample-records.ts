import { actors, record, type SampleRecord } from './sample-record.ts';

/**
 * A made-up quarter of an hour in a made-up account, in the order it happened and told by
 * ActionTrail. No public record of PrivateLink or ECD was found, so these follow the shapes of
 * other services' records. The addresses are RFC 5737's.
 */
export function sampleRecords(now: Date): readonly SampleRecord[] {
  const at = (minutesAgo: number) => new Date(now.getTime() - minutesAgo * 60_000);
  return [...quietMorning(at), ...openedService(at), ...lostDesktops(at), ...lastTries(at)];
}

type At = (minutesAgo: number) => Date;

/** Reads, and one command by the deployment: nothing that anybody should hear of. */
function quietMorning(at: At): SampleRecord[] {
  return [
    record(at(16), 'ecd', 'DescribeDesktops', actors.alice, { RegionId: 'cn-hangzhou' }),
    record(at(15), 'privatelink', 'ListVpcEndpoints', actors.alice, { RegionId: 'cn-hangzhou' }),
    record(at(14), 'ecs', 'RunCommand', actors.deployer, {
      Type: 'RunShellScript',
      'InstanceId.1': 'i-bp1sample0000000001',
    }),
    record(at(13), 'ecd', 'DescribeDesktops', actors.deployer, { RegionId: 'cn-hangzhou' }),
  ];
}

/** alice lets a stranger's account in, then deletes the service; bob may not. */
function openedService(at: At): SampleRecord[] {
  const service = (id: string) => ({ 'ACS::PrivateLink::VpcEndpointService': [id] });
  const payments = 'epsrv-bp1sample0payments0';
  const reports = 'epsrv-bp1sample0reports00';
  return [
    record(
      at(11),
      'privatelink',
      'AddUserToVpcEndpointService',
      actors.alice,
      { ServiceId: payments, UserId: '6543210987654321' },
      { referencedResources: service(payments) },
    ),
    record(
      at(10),
      'privatelink',
      'DeleteVpcEndpointService',
      actors.alice,
      { ServiceId: reports },
      { referencedResources: service(reports) },
    ),
    record(
      at(9),
      'privatelink',
      'DeleteVpcEndpointService',
      actors.bob,
      { ServiceId: payments },
      {
        referencedResources: service(payments),
        errorCode: 'Forbidden.RAM',
        errorMessage: 'User not authorized to operate on the specified resource.',
      },
    ),
  ];
}

/** Three deletions in a row by one user, and a command on a desktop that is still there. */
function lostDesktops(at: At): SampleRecord[] {
  const deletions = ['ecd-sample00000000001', 'ecd-sample00000000002', 'ecd-sample00000000003'];
  return [
    ...deletions.map((desktop, index) =>
      record(at(7 - index), 'ecd', 'DeleteDesktops', actors.bob, { 'DesktopId.1': desktop }),
    ),
    record(at(4), 'ecd', 'RunCommand', actors.bob, {
      'DesktopId.1': 'ecd-sample00000000004',
      Type: 'RunPowerShellScript',
      CommandContent: '****',
    }),
  ];
}

/** An image given away, second factors switched off, another identity provider; a name that bites. */
function lastTries(at: At): SampleRecord[] {
  return [
    record(at(3), 'ecd', 'ModifyImagePermission', actors.bob, {
      ImageId: 'm-sample00000000001',
      'AddAccount.1': '6543210987654321',
    }),
    record(at(2.5), 'ecd', 'ModifyOfficeSiteMfaEnabled', actors.bob, {
      OfficeSiteId: 'cn-hangzhou+dir-sample0001',
      MfaEnabled: 'false',
    }),
    record(at(2), 'ecd', 'SetIdpMetadata', actors.bob, {
      OfficeSiteId: 'cn-hangzhou+dir-sample0001',
      IdpMetadata: '****',
    }),
    record(at(1), 'ecd', 'DeleteDesktops', actors.mallory, {
      'DesktopId.1': 'ecd-sample00000000005',
    }),
  ];
}
