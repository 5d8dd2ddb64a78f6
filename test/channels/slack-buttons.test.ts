import { channelContract } from './contract.ts';
import { slackContract } from './slack-contract.ts';

channelContract(slackContract({ interactive: true }));
