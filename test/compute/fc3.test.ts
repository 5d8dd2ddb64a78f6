import { computeContract } from './contract.ts';

computeContract({
  version: '3.0',
  api: '/2023-03-30',
  functionPath: '/functions/detect',
  signature: /^ACS3-HMAC-SHA256 Credential=LTAI5t\*{10}abcd,/,
  tokenHeader: 'x-acs-security-token',
  writeConfig: (config) => JSON.stringify(config),
  readConfig: (written) => JSON.parse(String(written)),
  refusals: [
    ['Code', 'Message'],
    ['code', 'message'],
    ['ErrorCode', 'ErrorMessage'],
    ['errorCode', 'errorMessage'],
  ],
});
