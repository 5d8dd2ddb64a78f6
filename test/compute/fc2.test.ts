import { computeContract } from './contract.ts';

computeContract({
  version: '2.0',
  api: '/2016-08-15',
  functionPath: '/services/bells/functions/detect',
  signature: /^FC LTAI5t\*{10}abcd:/,
  tokenHeader: 'x-fc-security-token',
  writeConfig: (config) => config,
  readConfig: (written) => written,
  refusals: [
    ['ErrorCode', 'ErrorMessage'],
    ['errorCode', 'errorMessage'],
  ],
});
